// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;

/** Planes of a stack as {@link Plane#current} sees the one that is shown. */
final class Slices {

    private Slices() {}

    /** The plane of a slice, counted from 1, with the display range of its channel. */
    static Plane plane(ImagePlus image, int slice) {
        ImagePlus one = new ImagePlus("", image.getStack().getProcessor(slice));
        if (image.getBitDepth() != 24) {
            int channel = image.convertIndexToPosition(slice)[0];
            ValueRange range = ValueRange.displayed(image, channel);
            one.setDisplayRange(range.min(), range.max());
        }
        return Plane.current(one);
    }
}
