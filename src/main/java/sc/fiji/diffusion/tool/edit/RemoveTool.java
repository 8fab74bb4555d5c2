// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.edit;

import ij.ImagePlus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.region.ClassicalFill;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.InpaintRun;
import sc.fiji.diffusion.tool.inpaint.InpaintTool;
import sc.fiji.diffusion.tool.inpaint.PlaneTask;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.inpaint.Targets;
import sc.fiji.diffusion.tool.inpaint.TaskRois;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.tool.record.RoiText;

/**
 * Removes what is selected: first the selection is filled from its surroundings ({@link
 * ClassicalFill}), so that nothing of what was there remains, then a model gives the filled part
 * the texture of its surroundings. At strength 0 no model is used.
 *
 * @param sampling what the model is to paint
 * @param fill what the selection is filled with first
 * @param options how the model paints; the fill that they name does not count
 * @param targets where, and where the result goes
 */
public record RemoveTool(
        Sampling sampling, ClassicalFill fill, InpaintOptions options, Targets targets) {

    /** The task in records. */
    public static final String TASK = "Remove Selection";

    private static final String STRENGTH = "strength";

    /** Checks the strength, 0 or one that runs a step. */
    public RemoveTool {
        options = options.withStart(options.strength(), Fill.ORIGINAL);
        if (options.strength() != 0) sampling.requireStrength(options.strength());
    }

    /** Fills smoothly. */
    public RemoveTool(Sampling sampling, InpaintOptions options, Targets targets) {
        this(sampling, ClassicalFill.SMOOTH, options, targets);
    }

    /**
     * Makes a copy of an image without what is selected, or takes it out of the image itself.
     *
     * @throws IllegalArgumentException if nothing with an area is selected, or if the image is a
     *     virtual stack
     * @throws IOException if the model is unknown or damaged
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public ImagePlus run(ImagePlus input, Progress progress) throws IOException {
        if (input.getStack().isVirtual()) {
            throw new IllegalArgumentException(
                    "\""
                            + input.getTitle()
                            + "\" is a virtual stack; make a copy in memory by Image > Duplicate"
                            + " first");
        }
        boolean inPlace = targets.target() == Target.IN_PLACE;
        if (inPlace && sampling.count() > 1) {
            throw new IllegalArgumentException(
                    "count "
                            + sampling.count()
                            + " makes a stack of versions, which cannot go in place; use count=1 or"
                            + " a new image");
        }
        ImagePlus result = copyWithout(input, progress);
        if (!inPlace) return result;
        Repair.of(result).applyTo(input);
        return input;
    }

    private ImagePlus copyWithout(ImagePlus input, Progress progress) throws IOException {
        Targets planes = targets.withTarget(Target.NEW_IMAGE);
        InpaintTool inpaint = new InpaintTool(sampling, painting(), planes);
        List<PlaneTask> tasks = inpaint.begin(input).tasks();
        InputRecord seen = InputRecord.of(input, TaskRois.planes(tasks));
        ImagePlus filled = filled(input, tasks);
        if (options.strength() == 0) return classical(filled, tasks, seen);
        InpaintRun painting = inpaint.begin(filled, tasks);
        painting.run(progress);
        ImagePlus result = painting.image();
        result.setTitle(filled.getTitle());
        describe(result, seen);
        return result;
    }

    /** Options that are valid for a tool that paints; at strength 0 it only finds the planes. */
    private InpaintOptions painting() {
        return options.strength() == 0 ? options.withStart(1, Fill.ORIGINAL) : options;
    }

    private ImagePlus filled(ImagePlus input, List<PlaneTask> tasks) {
        ImagePlus filled = ImageCopy.of(input, input.getShortTitle() + "-removed");
        filled.setRoi(input.getRoi());
        for (PlaneTask task : tasks) {
            Selection all = Selection.union(task.selections()); // or one would continue another
            for (int slice : task.slices()) {
                fill.fill(filled.getStack().getProcessor(slice), all);
            }
        }
        return filled;
    }

    /** Rewrites the record of the repainting as that of the removal. */
    private void describe(ImagePlus result, InputRecord seen) {
        Provenance painted = Records.last(result);
        Map<String, String> settings = new LinkedHashMap<>(painted.settings());
        settings.remove("fill");
        settings.put("start", fill.method());
        settings.putAll(seen.settings());
        Records.replaceLast(result, new Provenance(painted.share(), TASK, settings));
    }

    private ImagePlus classical(ImagePlus filled, List<PlaneTask> tasks, InputRecord seen) {
        filled.deleteRoi();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("start", fill.method());
        settings.put(STRENGTH, "0");
        settings.putAll(seen.settings());
        settings.put(GeneratedPixels.SELECTIONS, RoiText.encode(TaskRois.of(tasks, filled)));
        Records.add(filled, new Provenance(AiShare.NOT, TASK, settings));
        return filled;
    }
}
