// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import sc.fiji.diffusion.image.PixelFormat;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.ResultStack;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.tensor.Tensor;

/** Labelled images along time, 32-bit with nothing cut off; RGB becomes three channels. */
final class Frames {

    private final ResultStack stack = new ResultStack();
    private final PixelFormat format;
    private int count;
    private int channels;

    /**
     * @param range the values that 0 and 1 stand for
     */
    Frames(ValueRange range) {
        format = new PixelFormat(PixelKind.GRAY32, range, true);
    }

    /** Adds an image {@code [1, C, H, W]}. */
    void add(String label, Tensor image) {
        stack.add(label, format.planes(image));
        channels = image.dim(1);
        count++;
    }

    int count() {
        return count;
    }

    /** The hyperstack of all. */
    ImagePlus toImage(String title) {
        ImagePlus image = stack.toImage(title);
        image.setDimensions(channels, 1, count);
        if (count > 1) image.setOpenAsHyperStack(true);
        return image;
    }
}
