// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.tool.record.GeneratedPixels;

/** The selections of plane tasks as selections of ImageJ. */
public final class TaskRois {

    private TaskRois() {}

    /**
     * The selections, each with its position in the image; without one if every plane of the image
     * has the same.
     */
    public static List<Roi> of(List<PlaneTask> tasks, ImagePlus image) {
        return of(tasks, image, List::of);
    }

    /**
     * The same in an image that was made of the planes.
     *
     * @param places the planes of the image that hold what is painted on a plane, all numbered from
     *     1
     */
    static List<Roi> of(List<PlaneTask> tasks, ImagePlus image, IntFunction<List<Integer>> places) {
        Set<List<Selection>> different =
                tasks.stream().map(PlaneTask::selections).collect(Collectors.toSet());
        int planes = planes(tasks).stream().mapToInt(slice -> places.apply(slice).size()).sum();
        List<Roi> rois = new ArrayList<>();
        if (different.size() == 1 && planes == image.getStackSize()) {
            for (Selection selection : different.iterator().next()) rois.add(selection.roi());
            return rois;
        }
        for (PlaneTask task : tasks) {
            for (int slice : task.slices()) {
                for (int place : places.apply(slice)) {
                    for (Selection selection : task.selections()) {
                        rois.add(GeneratedPixels.at(selection.roi(), image, place));
                    }
                }
            }
        }
        return rois;
    }

    /** The numbers of all planes of tasks in the stack, from 1. */
    public static List<Integer> planes(List<PlaneTask> tasks) {
        return tasks.stream().flatMap(task -> task.slices().stream()).toList();
    }
}
