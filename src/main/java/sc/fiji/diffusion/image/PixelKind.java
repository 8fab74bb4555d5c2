// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/** The kinds of pixels that ImageJ has. */
public enum PixelKind {
    /** 8-bit unsigned. */
    GRAY8(1),
    /** 16-bit unsigned. */
    GRAY16(1),
    /** 32-bit floating point. */
    GRAY32(1),
    /** Three 8-bit channels. */
    RGB(3);

    private final int channels;

    PixelKind(int channels) {
        this.channels = channels;
    }

    /** Values a pixel, 1 or 3. */
    public int channels() {
        return channels;
    }

    /** The kind of a plane. Indexed colours are 8-bit values here, see {@link Plane#current}. */
    public static PixelKind of(ImageProcessor plane) {
        if (plane instanceof ByteProcessor) return GRAY8;
        if (plane instanceof ShortProcessor) return GRAY16;
        if (plane instanceof FloatProcessor) return GRAY32;
        if (plane instanceof ColorProcessor) return RGB;
        throw new IllegalArgumentException(
                "pixels of " + plane.getClass().getSimpleName() + " are not supported");
    }

    /** A black plane of this kind. */
    public ImageProcessor plane(int width, int height) {
        return switch (this) {
            case GRAY8 -> new ByteProcessor(width, height);
            case GRAY16 -> new ShortProcessor(width, height);
            case GRAY32 -> new FloatProcessor(width, height);
            case RGB -> opaque(new ColorProcessor(width, height));
        };
    }

    /**
     * The pixels of a plane as an ImgLib2 image over the same memory, with the axes x, y and
     * channel (one, or red, green, blue). Writing to it writes to the plane.
     */
    public static RandomAccessibleInterval<? extends RealType<?>> pixels(ImageProcessor plane) {
        long width = plane.getWidth();
        long height = plane.getHeight();
        Object pixels = plane.getPixels();
        return switch (of(plane)) {
            case GRAY8 -> channel(ArrayImgs.unsignedBytes((byte[]) pixels, width, height));
            case GRAY16 -> channel(ArrayImgs.unsignedShorts((short[]) pixels, width, height));
            case GRAY32 -> channel(ArrayImgs.floats((float[]) pixels, width, height));
            case RGB -> RgbChannel.all(ArrayImgs.argbs((int[]) pixels, width, height));
        };
    }

    private static ColorProcessor opaque(ColorProcessor plane) {
        Arrays.fill((int[]) plane.getPixels(), 0xff000000);
        return plane;
    }

    private static <T> RandomAccessibleInterval<T> channel(RandomAccessibleInterval<T> plane) {
        return Views.addDimension(plane, 0, 0);
    }
}
