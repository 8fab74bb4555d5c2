// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import sc.fiji.diffusion.image.Plane;

/** Planes of a stack as {@link Plane#current} sees the one that is shown. */
final class Slices {

    private Slices() {}

    /** The plane of a slice, counted from 1, with the image's display range. */
    static Plane plane(ImagePlus image, int slice) {
        ImagePlus one = new ImagePlus("", image.getStack().getProcessor(slice));
        if (image.getBitDepth() != 24) {
            one.setDisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax());
        }
        return Plane.current(one);
    }
}
