// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.plugin.frame.Editor;
import ij.plugin.frame.Recorder;
import java.awt.Rectangle;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import sc.fiji.diffusion.command.TextDisplay;
import sc.fiji.diffusion.command.macro.Recording;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.provenance.MethodsText;
import sc.fiji.diffusion.tool.RunEstimate;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.edit.Repair;
import sc.fiji.diffusion.tool.inpaint.Target;

/**
 * A window that stays open beside the images: it makes versions by the commands, shows them as they
 * come, and writes the one that is wanted into the image. Closed, it keeps everything; there is one
 * for each ImageJ. All methods run on the event thread.
 */
final class Panel implements RunQueue.Listener, VersionBar.Actions {

    private static final int FOLLOW_MILLISECONDS = 300;
    private static Panel instance;

    private final SettingsBox settings = new SettingsBox(this::update);
    private final RunBar bar = new RunBar(this::make, this::stop);
    private final HistoryStrip history = new HistoryStrip(this::choose);
    private final VersionBar versionBar = new VersionBar(this);
    private final RunQueue queue = new RunQueue(this);
    private final QueueBox queueBox = new QueueBox(queue);
    private final InImage inImage = new InImage();
    private final ResultWindow resultWindow = new ResultWindow();
    private final PanelWindow window =
            new PanelWindow(settings, bar, history, versionBar, queueBox);
    private Repair.Applied applied;

    private Panel() {
        window.onEscape(this::stop);
        window.onBeforeKey(this::showBefore);
        new Timer(FOLLOW_MILLISECONDS, event -> update()).start();
        update();
    }

    /** Shows the panel. */
    static void open() {
        SwingUtilities.invokeLater(
                () -> {
                    if (instance == null) instance = new Panel();
                    instance.window.setVisible(true);
                    instance.window.toFront();
                    instance.settings.first().requestFocusInWindow();
                });
    }

    /** Follows the active image, and says what can be done with it and what that costs. */
    private void update() {
        if (bar == null) return; // a setting was shown before the window is whole
        ImagePlus image = WindowManager.getCurrentImage();
        TaskForm form = settings.form();
        window.showTarget(describe(image));
        String problem = settings.problem();
        String obstacle = form.task().obstacle(image, form.choosesSelections());
        String reason = problem.isEmpty() ? obstacle : problem;
        bar.setObstacle(reason);
        bar.showCost(reason.isEmpty() ? form.note() : reason, problem.isEmpty() ? cost(form) : " ");
        showButtons();
    }

    private String cost(TaskForm form) {
        int steps = form.steps() * settings.count();
        return RunEstimate.shared().text(settings.model(), form.title(), steps);
    }

    private static String describe(ImagePlus image) {
        if (image == null) return "No image is open";
        String text = image.getTitle() + ", " + image.getBitDepth() + "-bit";
        Roi roi = image.getRoi();
        if (roi == null || !roi.isArea()) return text + ", nothing selected";
        Rectangle bounds = roi.getBounds();
        return text + ", selected " + bounds.width + " x " + bounds.height;
    }

    private void make() {
        ImagePlus image = WindowManager.getCurrentImage();
        long seed = Seeds.parse(settings.seed());
        try {
            for (int k = 0; k < settings.count(); k++) {
                queue.add(new Run(settings.form().task(), image, settings.keys(seed + k)));
            }
        } catch (IllegalArgumentException e) {
            bar.complain(e.getMessage());
        }
    }

    private void stop() {
        queue.stop();
    }

    private void choose(Version version) {
        inImage.clear();
        resultWindow.close();
        if (version == null) {
            showButtons();
            return;
        }
        ImagePlus image = version.run().image();
        boolean open = image != null && image.getWindow() != null;
        if (open && version.fits(image)) inImage.show(image, version);
        else if (version.result() != null) resultWindow.show(version, window);
        showButtons();
    }

    private void showButtons() {
        Version version = history.chosen();
        boolean canUndo = applied != null && applied.isIntact();
        versionBar.update(version, inImage.isShown(), canUndo);
    }

    @Override
    public void apply() {
        Version version = history.chosen();
        if (version == null) return;
        inImage.clear();
        try {
            if (version.repair() == null) open(version);
            else write(version);
            record(version);
        } catch (IllegalArgumentException e) {
            bar.complain(e.getMessage());
        }
        history.clearChoice();
        update();
    }

    private void open(Version version) {
        ImagePlus result = version.result();
        ImageCopy.of(result, result.getTitle()).show();
        bar.say("Opened seed " + version.seed());
    }

    /** Another version of what is in the image already takes its place, as if it had been first. */
    private void write(Version version) {
        ImagePlus image = version.run().image();
        if (image.getProcessor() == null || image.getWindow() == null) {
            throw new IllegalArgumentException("\"" + image.getTitle() + "\" is no longer open");
        }
        boolean same = applied != null && applied.image() == image && applied.isIntact();
        if (same && applied.isWithin(version.repair())) applied.takeBack();
        applied = version.repair().applyTo(image);
        bar.say("Applied seed " + version.seed() + "; Undo brings the image back");
    }

    @Override
    public void undo() {
        if (applied == null || !applied.isIntact()) return;
        applied.takeBack();
        applied = null;
        bar.say("The image is as it was");
        update();
    }

    @Override
    public void showBefore(boolean before) {
        Version version = history.chosen();
        if (version == null || version.run().image() == null) return;
        if (before) inImage.hide();
        else inImage.unhide();
    }

    private static void record(Version version) {
        if (IJ.recording()) Recorder.recordString(line(version, Recorder.scriptMode()));
    }

    private static String line(Version version, boolean script) {
        Map<String, String> keys = new LinkedHashMap<>(version.run().keys());
        if (version.repair() != null) keys.replace("target", Target.IN_PLACE.label());
        return Recording.line(version.run().commandLabel(), keys, script);
    }

    @Override
    public void showMacro() {
        new Editor().create("Diffusion.ijm", line(history.chosen(), false));
    }

    @Override
    public void showMethods() {
        TextDisplay.show("Methods", MethodsText.of(history.chosen().records()));
    }

    @Override
    public void listChanged() {
        SwingUtilities.invokeLater(
                () -> {
                    queueBox.update();
                    if (queue.current() == null) bar.idle();
                });
    }

    @Override
    public void started(Run run) {
        SwingUtilities.invokeLater(() -> bar.showStart(queue.waiting().size()));
    }

    @Override
    public void stepDone(Run run, int step, int steps) {
        SwingUtilities.invokeLater(() -> bar.showStep(step, steps, queue.waiting().size()));
    }

    @Override
    public void warned(Run run, String message) {
        IJ.log(run.task().label() + ": " + message);
    }

    @Override
    public void made(Version version) {
        remember(version.run());
        SwingUtilities.invokeLater(
                () -> {
                    history.add(version);
                    bar.say("Made seed " + version.seed() + "; click it to see it");
                });
    }

    /** Lets later estimates know how long this took. */
    private static void remember(Run run) {
        int steps = TaskForm.steps(run.keys());
        if (steps == 0 || run.seconds() == 0) return;
        String title = run.task().command().title();
        RunEstimate.shared().measured(run.keys().get("model"), title, run.seconds() / steps);
    }

    @Override
    public void stopped(Run run) {
        SwingUtilities.invokeLater(() -> bar.say("Stopped; nothing has changed"));
    }

    @Override
    public void failed(Run run, Throwable reason) {
        String message = run.reason(reason);
        SwingUtilities.invokeLater(() -> bar.complain(message));
    }
}
