// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Editor;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Timer following = new Timer(FOLLOW_MILLISECONDS, event -> update());
    private final ImageChanges changes = new ImageChanges(this::update);
    private Repair.Applied applied;
    private boolean intact;

    private Panel() {
        window.onEscape(this::escape);
        window.onBeforeKey(this::showBefore);
        window.onShown(this::shown);
        ImagePlus.addImageListener(changes);
        update();
    }

    /** Nothing is drawn over an image, and nothing is looked at, while the panel is closed. */
    private void shown(boolean isShown) {
        if (isShown) {
            following.start();
            choose(history.chosen());
        } else {
            following.stop();
            inImage.clear();
            resultWindow.close();
        }
    }

    /** Shows the panel. */
    static void open() {
        SwingUtilities.invokeLater(
                () -> {
                    if (instance == null) instance = new Panel();
                    instance.window.setVisible(true);
                    instance.window.toFront();
                    instance.settings.first().requestFocusInWindow();
                    Warmth.prepare(instance.settings.model());
                });
    }

    /** Follows the active image, and says what can be done with it and what that costs. */
    private void update() {
        if (changes == null) return; // a setting was shown before the panel is whole
        followImages();
        ImagePlus image = WindowManager.getCurrentImage();
        TaskForm form = settings.form();
        window.showTarget(image);
        String problem = settings.problem();
        String obstacle = form.task().obstacle(image, form.choosesSelections());
        String reason = problem.isEmpty() ? obstacle : problem;
        bar.setObstacle(reason);
        bar.showCost(reason.isEmpty() ? form.note() : reason, problem.isEmpty() ? cost(form) : " ");
        showButtons();
    }

    /** ImageJ's own Undo, other slices, colours and windows. */
    private void followImages() {
        Set<ImagePlus> changed = changes.take();
        inImage.follow(changed);
        if (applied == null || !changed.contains(applied.image())) return;
        applied.followUndo();
        intact = applied.isIntact();
    }

    private String cost(TaskForm form) {
        int steps = form.steps() * settings.count();
        return RunEstimate.shared().text(settings.model(), form.title(), steps);
    }

    private void make() {
        ImagePlus image = WindowManager.getCurrentImage();
        long seed = Seeds.parse(settings.seed());
        Object press = new Object();
        List<Run> runs = new ArrayList<>();
        try {
            for (int k = 0; k < settings.count(); k++) {
                runs.add(new Run(settings.form().task(), image, settings.keys(seed + k), press));
            }
            queue.addAll(runs);
        } catch (IllegalArgumentException e) {
            bar.complain(e.getMessage());
        }
    }

    /** Stops what is being made; if nothing is, shows the image as it is. */
    private void escape() {
        if (queue.current() == null) history.clearChoice();
        else stop();
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
        if (open && version.fits(image)) {
            inImage.show(image, version);
            bar.say("Seed " + version.seed() + " over the image; Apply writes it");
        } else {
            resultWindow.show(version, window);
        }
        showButtons();
    }

    private void showButtons() {
        Version version = history.chosen();
        versionBar.update(version, inImage.isShown(), applied != null && intact);
    }

    @Override
    public void apply() {
        Version version = history.chosen();
        if (version == null) return;
        inImage.clear();
        try {
            if (version.repair() == null) open(version);
            else write(version);
            record(line(version, Recorder.scriptMode()));
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
        if (same && applied.isWithin(version.repair())) takeBack();
        applied = version.repair().applyTo(image);
        intact = true;
        bar.say("Applied seed " + version.seed() + "; Undo brings the image back");
    }

    @Override
    public void undo() {
        if (applied == null) return;
        intact = applied.isIntact();
        if (intact) {
            takeBack();
            bar.say("The image is as it was");
        }
        update();
    }

    /** The record is watched further: ImageJ's Undo would write the pixels again. */
    private void takeBack() {
        applied.takeBack();
        intact = false;
        if (applied.isInOnePlane()) {
            record(Recording.line("Undo", Map.of(), Recorder.scriptMode()));
        }
    }

    @Override
    public void showBefore(boolean before) {
        Version version = history.chosen();
        if (version == null || version.run().image() == null) return;
        if (before) inImage.hide();
        else inImage.unhide();
    }

    private static void record(String line) {
        if (IJ.recording()) Recorder.recordString(line);
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
