// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Sampling;

/**
 * Repaints selections of an image. Pixels outside them keep their exact values, and type, lookup
 * table, display range, calibration, overlay and the other planes stay.
 *
 * <pre>{@code
 * InpaintTool tool = new InpaintTool(
 *         Sampling.of("microscopy-128", "fluorescent nuclei"), InpaintOptions.DEFAULT, Targets.DEFAULT);
 * ImagePlus repainted = tool.run(image, Progress.NONE);
 * }</pre>
 *
 * @param sampling what to paint
 * @param options how
 * @param targets where
 */
public record InpaintTool(Sampling sampling, InpaintOptions options, Targets targets) {

    /** Checks the strength. */
    public InpaintTool {
        sampling.requireStrength(options.strength());
    }

    /**
     * Repaints all planes. With a count above 1 the result is a stack of the versions, then their
     * mean and their standard deviation (in pixel values, 0 outside the selection): where the model
     * is guessing.
     *
     * @throws IllegalArgumentException if nothing with an area is selected
     * @throws IOException if the model is unknown or damaged
     * @throws java.util.concurrent.CancellationException if the progress stops the run; the input
     *     is as it was
     */
    public ImagePlus run(ImagePlus input, Progress progress) throws IOException {
        InpaintRun run = begin(input);
        run.run(progress);
        return run.image();
    }

    /**
     * Begins a run that can be followed plane by plane. Nothing is loaded yet.
     *
     * @throws IllegalArgumentException if nothing with an area is selected
     */
    public InpaintRun begin(ImagePlus input) {
        return begin(input, PlaneTasks.of(input, targets));
    }

    /**
     * The same with the planes that an earlier {@link #begin(ImagePlus)} found, in an image of the
     * same dimensions.
     */
    public InpaintRun begin(ImagePlus input, List<PlaneTask> tasks) {
        return new InpaintRun(this, input, tasks);
    }
}
