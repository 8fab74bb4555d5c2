// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.List;
import sc.fiji.diffusion.tool.Sampling;

/** Where what was painted is collected, and the image that comes of it. */
interface Canvas {

    /**
     * A plane to read from, as it was before.
     *
     * @param slice index in the stack, from 1
     */
    ImageProcessor plane(int slice);

    /** Takes all that was painted on a plane, or on channels seen together. */
    void add(List<Painted> finished);

    /**
     * The planes of the image that hold what is painted on a plane.
     *
     * @param slice index in the input's stack, from 1
     * @return indices in the image's stack, from 1
     */
    default List<Integer> places(int slice) {
        return List.of(slice);
    }

    /** The image, as far as it is finished; to be called once. */
    ImagePlus image();

    /**
     * The canvas that suits an image and what is asked for.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    static Canvas of(ImagePlus input, Targets targets, Sampling sampling, List<PlaneTask> tasks) {
        boolean inPlace = targets.target() == Target.IN_PLACE;
        if (sampling.count() > 1) {
            if (inPlace) {
                throw new IllegalArgumentException(
                        "count "
                                + sampling.count()
                                + " makes a stack of versions, which cannot go in place; use"
                                + " count=1 or a new image");
            }
            return new VersionsCanvas(input, sampling, tasks);
        }
        boolean virtual = input.getStack().isVirtual();
        if (inPlace && virtual) {
            throw new IllegalArgumentException(
                    "\""
                            + input.getTitle()
                            + "\" is a virtual stack, which cannot be written to in place; use a"
                            + " new image, which is virtual too");
        }
        if (inPlace) return new InPlaceCanvas(input);
        return virtual ? new VirtualCanvas(input) : new CopyCanvas(input);
    }

    /** The title of a result. */
    static String title(ImagePlus input) {
        return input.getShortTitle() + "-inpainted";
    }
}
