// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Sampling;

/** Inpainting with the smallest model in one step. */
final class TinyInpainting {

    static final Sampling SAMPLING =
            new Sampling(
                    ModelSpec.of(Reference.path("models/tiny-sd1").toString()),
                    "a cell",
                    "",
                    2,
                    Guidance.of(1),
                    Method.of("DDIM"),
                    3,
                    1);

    static final InpaintOptions OPTIONS =
            InpaintOptions.DEFAULT
                    .withStart(0.5, Fill.BLUR)
                    .withArea(Area.SELECTION, 2, 1)
                    .withResample(1);

    private TinyInpainting() {}

    static ImagePlus run(ImagePlus image, Targets targets) throws IOException {
        return new InpaintTool(SAMPLING, OPTIONS, targets).run(image, Progress.NONE);
    }

    /** The ROI, which then lies in one slice. */
    static Roi placed(Roi roi, int slice) {
        roi.setPosition(slice);
        return roi;
    }

    /** The slices in which an image differs from another. */
    static List<Integer> changedSlices(ImagePlus before, ImagePlus after) {
        List<Integer> changed = new ArrayList<>();
        for (int slice = 1; slice <= after.getStackSize(); slice++) {
            ImageProcessor a = before.getStack().getProcessor(slice);
            ImageProcessor b = after.getStack().getProcessor(slice);
            boolean same = true;
            for (int i = 0; i < a.getPixelCount() && same; i++) same = a.get(i) == b.get(i);
            if (!same) changed.add(slice);
        }
        return changed;
    }
}
