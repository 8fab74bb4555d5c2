// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Crop;
import sc.fiji.diffusion.image.region.Groups;
import sc.fiji.diffusion.image.region.Patch;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Sampling;

/** Paints all versions of one plane, crop by crop. */
final class PlanePainter {

    private final InpaintTool tool;
    private final DiffusionModel model;
    private final PlaneTask task;
    private final Selection hidden;
    private final List<Selection> groups;
    private final List<Painted> painted = new ArrayList<>();
    private final List<Certainty> certainties = new ArrayList<>();

    PlanePainter(InpaintTool tool, DiffusionModel model, PlaneTask task) {
        this.tool = tool;
        this.model = model;
        this.task = task;
        this.hidden = Selection.union(task.selections());
        InpaintOptions options = tool.options();
        this.groups =
                options.area() == Area.WHOLE_IMAGE
                        ? List.of(hidden)
                        : Groups.of(hidden, options.contextPx(), model.nativeSize());
    }

    /** How many crops the plane has. */
    int crops() {
        return groups.size();
    }

    /** Paints; what comes of it is then in {@link #painted} and {@link #certainties}. */
    void run(List<Repainting.Source> sources, Progress progress) {
        for (int g = 0; g < groups.size(); g++) {
            Crop crop = Repainting.crop(model, tool.options(), groups.get(g));
            paint(g, new Repainting(model, tool.options(), sources, crop, hidden), progress);
        }
    }

    private void paint(int group, Repainting repainting, Progress progress) {
        Selection selection = groups.get(group);
        List<List<Patch>> versions = new ArrayList<>();
        for (int k = 0; k < tool.sampling().count(); k++) {
            List<Patch> patches =
                    repainting.patches(
                            selection,
                            repainting.run(seeded(group, k), repainting.hole(), progress));
            for (int i = 0; i < patches.size(); i++) {
                int slice = task.slices().get(i);
                painted.add(new Painted(task.position(), slice, k, patches.get(i)));
            }
            versions.add(patches);
        }
        if (versions.size() > 1) measure(group, repainting, versions, progress);
    }

    private void measure(
            int group, Repainting repainting, List<List<Patch>> versions, Progress progress) {
        Sampling first = seeded(group, 0);
        List<Repainting.RimError> errors = repainting.rimErrors(first, progress);
        Selection selection = groups.get(group);
        for (int i = 0; i < errors.size(); i++) {
            int plane = i;
            List<Patch> own = versions.stream().map(patches -> patches.get(plane)).toList();
            certainties.add(
                    new Certainty(
                            task.name(),
                            task.slices().get(i),
                            selection.bounds(),
                            selection.size(),
                            first.seed(),
                            Patch.meanDeviation(own),
                            errors.get(i).error(),
                            errors.get(i).deviation()));
        }
    }

    private Sampling seeded(int group, int version) {
        Sampling sampling = tool.sampling();
        long seed = tool.targets().seeds().seed(sampling, task.position(), group, version);
        return sampling.withSeed(seed);
    }

    /** All that was painted. */
    List<Painted> painted() {
        return painted;
    }

    /** How far it can be trusted; empty for a single version. */
    List<Certainty> certainties() {
        return certainties;
    }
}
