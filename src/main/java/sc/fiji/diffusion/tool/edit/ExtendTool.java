// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.edit;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.inpaint.ChannelChoice;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.InpaintTool;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.SliceChoice;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.inpaint.Targets;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.tool.record.RoiText;

/**
 * Extends the canvas of an image and lets a model paint what lies beyond it (outpainting), in every
 * channel, slice and frame. The pixels of the image keep their exact values; overlay and origin of
 * the calibration move with them.
 *
 * <p>The new border begins as the image's mirror image. It is painted in pieces of half the size
 * that the model was made for, from the image outwards, so that the model always sees as much of
 * what is known, at the image's own resolution.
 *
 * @param sampling what to paint; piece k has the seed + k
 * @param strength share of the schedule that is run, in (0, 1]; below 1 something of the mirror
 *     image remains
 * @param margins how far
 * @param seeds how the seeds of a stack's slices differ
 */
public record ExtendTool(Sampling sampling, double strength, Margins margins, SeedPolicy seeds) {

    /** The task in records. */
    public static final String TASK = "Extend Canvas";

    /** Checks strength and count. */
    public ExtendTool {
        sampling.requireStrength(strength);
        if (sampling.count() != 1) {
            throw new IllegalArgumentException(
                    "count must be 1 to extend a canvas, was "
                            + sampling.count()
                            + "; run it again with another seed instead");
        }
    }

    /**
     * Makes an extended copy of an image; the input stays as it is.
     *
     * @throws IOException if the model is unknown or damaged
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public ImagePlus run(ImagePlus input, Progress progress) throws IOException {
        List<Integer> planes = IntStream.rangeClosed(1, input.getStackSize()).boxed().toList();
        InputRecord seen = InputRecord.of(input, planes);
        ImagePlus extended = extend(input);
        Object info = extended.getProperty(Records.PROPERTY);
        int side = Models.shared().with(sampling.model(), DiffusionModel::nativeSize) / 2;
        List<Rectangle> tiles = margins.tiles(input.getWidth(), input.getHeight(), side);
        for (int k = 0; k < tiles.size(); k++) {
            extended.setRoi(new Roi(tiles.get(k)));
            Progress part = new Share(progress, k, tiles.size());
            tool(k, side / 2).run(extended, part);
        }
        extended.deleteRoi();
        Provenance painted = Records.last(extended);
        extended.setProperty(Records.PROPERTY, info);
        Records.add(extended, record(painted, seen, input));
        return extended;
    }

    private InpaintTool tool(int tile, int contextPx) {
        InpaintOptions options =
                InpaintOptions.DEFAULT
                        .withStart(strength, Fill.ORIGINAL)
                        .withArea(Area.SELECTION, contextPx, 0)
                        .withResample(1);
        Targets targets =
                Targets.DEFAULT
                        .withPlanes(ChannelChoice.EACH, SliceChoice.ALL)
                        .withSeeds(seeds)
                        .withTarget(Target.IN_PLACE);
        return new InpaintTool(sampling.withSeed(sampling.seed() + tile), options, targets);
    }

    private Provenance record(Provenance painted, InputRecord seen, ImagePlus input) {
        Map<String, String> settings = new LinkedHashMap<>(painted.settings());
        settings.keySet().removeAll(List.of("fill", "area", "context", "feather", "selections"));
        settings.keySet().removeAll(List.of("mask", "channels", "slices", "target"));
        settings.put("left", Integer.toString(margins.left()));
        settings.put("right", Integer.toString(margins.right()));
        settings.put("top", Integer.toString(margins.top()));
        settings.put("bottom", Integer.toString(margins.bottom()));
        settings.put("seed", Long.toString(sampling.seed()));
        settings.putAll(seen.settings());
        Roi border = margins.border(input.getWidth(), input.getHeight());
        settings.put(GeneratedPixels.SELECTIONS, RoiText.encode(List.of(border)));
        return new Provenance(AiShare.PARTLY, TASK, settings);
    }

    private ImagePlus extend(ImagePlus input) {
        ImageStack planes = input.getStack();
        Rectangle outer = margins.outer(input.getWidth(), input.getHeight());
        ImageStack larger = new ImageStack(outer.width, outer.height);
        for (int i = 1; i <= planes.size(); i++) {
            String label = planes.size() > 1 ? planes.getSliceLabel(i) : null;
            larger.addSlice(label, extend(planes.getProcessor(i), outer));
        }
        ImagePlus extended = ImageCopy.of(input, input.getShortTitle() + "-extended", larger);
        Calibration calibration = extended.getCalibration();
        calibration.xOrigin += margins.left();
        calibration.yOrigin += margins.top();
        if (extended.getOverlay() != null) {
            extended.getOverlay().translate(margins.left(), margins.top());
        }
        return extended;
    }

    /** The plane in the middle of its mirror images. */
    private ImageProcessor extend(ImageProcessor plane, Rectangle outer) {
        ImageProcessor larger = plane.createProcessor(outer.width, outer.height);
        for (int y = 0; y < outer.height; y++) {
            int v = mirror(y - margins.top(), plane.getHeight());
            for (int x = 0; x < outer.width; x++) {
                larger.set(x, y, plane.get(mirror(x - margins.left(), plane.getWidth()), v));
            }
        }
        return larger;
    }

    private static int mirror(int position, int size) {
        int phase = Math.floorMod(position, 2 * size);
        return phase < size ? phase : 2 * size - 1 - phase;
    }
}
