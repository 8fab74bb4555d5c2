// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.service;

import java.util.Arrays;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.diffusion.tensor.Tensor;

/** ImgLib2 images with the axes x, y, channel, and tensors {@code [1, C, H, W]}. */
final class Images {

    private Images() {}

    /**
     * Copies an image.
     *
     * @param what the image is, for messages
     * @throws IllegalArgumentException if it has neither two nor three axes
     */
    static <T extends RealType<T>> Tensor toTensor(String what, RandomAccessibleInterval<T> image) {
        int axes = image.numDimensions();
        if (axes != 2 && axes != 3) {
            throw new IllegalArgumentException(
                    "the "
                            + what
                            + " must have the axes x, y or x, y, channel, has the size "
                            + Arrays.toString(image.dimensionsAsLongArray()));
        }
        int channels = axes == 3 ? Math.toIntExact(image.dimension(2)) : 1;
        int height = Math.toIntExact(image.dimension(1));
        Tensor tensor = Tensor.zeros(1, channels, height, Math.toIntExact(image.dimension(0)));
        Cursor<T> values = Views.flatIterable(image).cursor();
        for (int i = 0; i < tensor.size(); i++) tensor.data()[i] = values.next().getRealFloat();
        return tensor;
    }

    /** An image over the values of a tensor {@code [1, C, H, W]}, which are not copied. */
    static RandomAccessibleInterval<FloatType> toImage(Tensor tensor) {
        return ArrayImgs.floats(tensor.data(), tensor.dim(3), tensor.dim(2), tensor.dim(1));
    }
}
