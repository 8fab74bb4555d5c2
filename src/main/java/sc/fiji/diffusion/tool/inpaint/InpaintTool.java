// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.Blitter;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ResultStack;
import sc.fiji.diffusion.image.region.Patch;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.image.region.Spread;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tool.Info;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.RunClock;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;

/**
 * Repaints the selection of an image's shown plane. Pixels outside the selection keep their exact
 * values, and type, lookup table, display range, calibration, overlay and the other planes stay.
 *
 * @param sampling what to paint
 * @param options how
 */
public record InpaintTool(Sampling sampling, InpaintOptions options) {

    /** Checks the strength. */
    public InpaintTool {
        sampling.requireStrength(options.strength());
    }

    /**
     * Makes a repainted copy of an image; the input stays as it is. With a count above 1 it is a
     * stack of the repainted versions of the shown plane, then their mean and their standard
     * deviation (in pixel values, 0 outside the selection): where the model is guessing.
     *
     * @throws IllegalArgumentException if the image has no selection with an area
     * @throws IOException if the model is unknown or damaged
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public ImagePlus run(ImagePlus input, Progress progress) throws IOException {
        Selection selection = Selection.of(input);
        InputRecord seen = InputRecord.of(input);
        Roi generated = (Roi) input.getRoi().clone();
        if (sampling.count() == 1) {
            generated = GeneratedPixels.at(generated, input, input.getCurrentSlice());
        }
        List<Roi> around = List.of(generated);
        ImagePlus copy = ImageCopy.of(input, input.getShortTitle() + "-inpainted");
        return Models.shared()
                .with(
                        sampling.model(),
                        model -> {
                            Info info = new Info(model);
                            ImagePlus image = run(model, copy, selection, info, progress);
                            info.input(seen)
                                    .generated(around)
                                    .writeTo(image, AiShare.PARTLY, "Inpaint Selection");
                            return image;
                        });
    }

    private ImagePlus run(
            DiffusionModel model, ImagePlus copy, Selection selection, Info info, Progress progress)
            throws IOException {
        Plane plane = Plane.current(copy);
        Repainting repainting = new Repainting(model, selection, options, plane.tensor());
        RunClock clock = new RunClock(progress, sampling.count() * repainting.runs());
        Patch patch = new Patch(selection, options.featherPx());
        List<ImageProcessor> versions = new ArrayList<>();
        for (int k = 0; k < sampling.count(); k++) {
            ImageProcessor version = plane.pixels().duplicate();
            patch.paint(
                    version,
                    plane.range(),
                    repainting.run(sampling, k, clock),
                    repainting.window());
            versions.add(version);
        }
        info.put("strength", options.strength())
                .put("fill", options.fill().label())
                .put("area", options.area().label())
                .put("context", options.contextPx())
                .put("feather", options.featherPx())
                .put("selection", describe(selection))
                .put(sampling, clock, model);
        return result(copy, selection, versions);
    }

    private ImagePlus result(ImagePlus copy, Selection selection, List<ImageProcessor> versions) {
        if (versions.size() == 1) {
            ImageProcessor shown = copy.getStack().getProcessor(copy.getCurrentSlice());
            shown.copyBits(versions.get(0), 0, 0, Blitter.COPY);
            return copy;
        }
        ResultStack results = new ResultStack();
        for (int k = 0; k < versions.size(); k++) {
            results.add("seed " + (sampling.seed() + k), List.of(versions.get(k)));
        }
        Spread spread = new Spread(selection, versions);
        results.add("mean", List.of(spread.mean()));
        results.add("standard deviation", List.of(spread.deviation()));
        ImagePlus stack = results.toImage(copy.getTitle());
        ImageCopy.inherit(copy, stack);
        return stack;
    }

    private static String describe(Selection selection) {
        Rectangle bounds = selection.bounds();
        return bounds.width + "x" + bounds.height + " at " + bounds.x + ", " + bounds.y;
    }
}
