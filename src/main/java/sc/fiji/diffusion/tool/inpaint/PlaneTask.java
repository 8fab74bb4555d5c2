// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.util.List;
import sc.fiji.diffusion.image.region.Selection;

/**
 * One plane that is repainted, or several channels of it that the model sees together.
 *
 * @param name where it lies in the image, such as {@code slice 5} or {@code channel 2, slice 5,
 *     frame 1}; the same in every run, so that records can name it
 * @param position slice and frame counted together from 0, slices first
 * @param slices the indices of the planes in the image's stack, from 1; one for each channel
 * @param selections what is repainted in it, at least one
 */
public record PlaneTask(
        String name, int position, List<Integer> slices, List<Selection> selections) {

    /** Copies the lists. */
    public PlaneTask {
        slices = List.copyOf(slices);
        selections = List.copyOf(selections);
    }
}
