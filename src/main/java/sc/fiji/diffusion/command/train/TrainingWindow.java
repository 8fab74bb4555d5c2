// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.train;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.tool.train.TrainingDisplay;
import sc.fiji.diffusion.train.run.RunHistory;

/**
 * Shows a run: time left in the status bar, and where ImageJ has windows a plot of the losses, the
 * growing stack of previews, and buttons to pause and to stop. Escape stops, too; what was learned
 * is kept.
 */
final class TrainingWindow implements TrainingDisplay, AutoCloseable {

    private static final double REFRESH_SECONDS = 1;

    private final String title;
    private final TrainingButtons buttons;
    private final LossPlot plot;
    private RunHistory history;
    private List<String> names = List.of();
    private long refreshed;
    private boolean previewShown;

    private TrainingWindow(String title, boolean visible) {
        this.title = title;
        this.buttons = visible ? TrainingButtons.open(title) : null;
        this.plot = visible ? new LossPlot(title) : null;
    }

    static TrainingWindow open(String title) {
        IJ.resetEscape();
        return new TrainingWindow(
                title, DiffusionCommand.hasWindow() && !Interpreter.isBatchMode());
    }

    @Override
    public void announce(String text) {
        IJ.log(title + ": " + text);
        if (buttons != null) buttons.announce(text);
    }

    @Override
    public void started(RunHistory ofRun, List<String> heldOutNames) {
        history = ofRun;
        names = heldOutNames;
        int done = ofRun.losses().size();
        if (done > 0) IJ.log(title + ": goes on after " + done + " steps");
    }

    @Override
    public void step(long step, double loss, double secondsPerStep, double secondsLeft) {
        if ((System.nanoTime() - refreshed) / 1e9 < REFRESH_SECONDS) return;
        refreshed = System.nanoTime();
        String text =
                String.format(
                        Locale.ROOT,
                        "step %d, %.2f s a step, %s left",
                        step,
                        secondsPerStep,
                        duration(secondsLeft));
        IJ.showStatus(title + ": " + text + " (Escape stops and keeps)");
        if (buttons == null) return;
        buttons.progress(text);
        plot.show(history, names);
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }

    @Override
    public void heldOut(long step, List<Double> losses) {
        String figures =
                losses.stream()
                        .map(loss -> String.format(Locale.ROOT, "%.4f", loss))
                        .collect(Collectors.joining(" "));
        if (buttons == null) IJ.log(title + ": step " + step + ", held-out loss " + figures);
    }

    @Override
    public void preview(ImagePlus stack) {
        if (buttons == null) return;
        if (!previewShown || stack.getWindow() == null) stack.show();
        previewShown = true;
        stack.updateAndRepaintWindow();
    }

    @Override
    public void awaitWhilePaused() {
        if (buttons != null) buttons.awaitWhilePaused();
    }

    @Override
    public boolean wantsToStop() {
        return IJ.escapePressed() || buttons != null && buttons.stopped();
    }

    @Override
    public void close() {
        if (buttons == null) return;
        if (history != null) plot.show(history, names);
        buttons.close();
    }
}
