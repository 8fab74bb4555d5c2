// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * A run in ImageJ's status bar, with a window of what the model sees so far. Escape stops it at the
 * next step.
 */
final class RunDisplay implements Progress {

    /** The preview may take at most this share of the time. */
    private static final double PREVIEW_SHARE = 0.1;

    private final String title;
    private long start;
    private long spentOnPreview;
    private final PreviewWindow preview = new PreviewWindow();
    private boolean previewShown;
    private long firstStep;

    RunDisplay(String title) {
        this.title = title;
    }

    /** Says that the task begins, and what is being loaded for it if anything is. */
    void begin(String loading) {
        IJ.resetEscape();
        IJ.showStatus(loading.isEmpty() ? title + "..." : title + ": loading " + loading + "...");
        start = System.nanoTime();
    }

    @Override
    public void step(int step, int steps, Supplier<Tensor> current) {
        if (IJ.escapePressed()) throw new CancellationException("Escape was pressed");
        if (step == 1) firstStep = System.nanoTime();
        IJ.showStatus(title + ": step " + step + " of " + steps + timeLeft(step, steps));
        IJ.showProgress((double) step / steps);
        boolean affordable = spentOnPreview / 1e9 <= PREVIEW_SHARE * secondsSince(start);
        if (step < steps && affordable && showsPreviews()) showPreview(step, current);
    }

    /** The time left, as far as the steps after the first one (it comes with loading) tell. */
    private String timeLeft(int step, int steps) {
        if (step == 1) return "";
        double left = secondsSince(firstStep) / (step - 1) * (steps - step);
        return String.format(Locale.ROOT, ", %.0f s left (Escape stops)", Math.ceil(left));
    }

    @Override
    public void warn(String message) {
        IJ.log(title + ": " + message);
    }

    /** Removes the preview and says how long it took, and how the first result was made. */
    void end(List<ImagePlus> results) {
        close();
        LastingStatus.show(
                String.format(Locale.ROOT, "%s: %.1f s", title, secondsSince(start))
                        + (results.isEmpty() ? "" : howMade(results.get(0))));
    }

    private static String howMade(ImagePlus result) {
        String seed = result.getProp("seed");
        String device = result.getProp("device");
        return (seed == null ? "" : ", seed " + seed) + (device == null ? "" : ", " + device);
    }

    /** Removes the preview. */
    void close() {
        IJ.showProgress(1.0);
        if (previewShown) preview.close();
    }

    private void showPreview(int step, Supplier<Tensor> current) {
        long before = System.nanoTime();
        Tensor image = current.get().batch(0);
        PixelKind kind = image.dim(1) == 1 ? PixelKind.GRAY8 : PixelKind.RGB;
        ImageProcessor pixels = Plane.render(image, kind, ValueRange.BYTE);
        preview.show("Preview of step " + step, pixels.createImage());
        previewShown = true;
        spentOnPreview += System.nanoTime() - before;
    }

    private static boolean showsPreviews() {
        return DiffusionCommand.hasWindow() && !Interpreter.isBatchMode();
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
