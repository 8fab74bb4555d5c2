// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import ij.process.LUT;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The pixels of one plane of an image, and how their values map to a model's.
 *
 * <pre>{@code
 * Plane plane = Plane.current(imp);
 * Tensor seen = plane.tensor();
 * ImageProcessor back = plane.like(seen);
 * }</pre>
 *
 * @param pixels the plane; not copied
 * @param range its display range
 */
public record Plane(ImageProcessor pixels, ValueRange range) {

    /**
     * The plane that an image shows. Values count, whatever the lookup table makes of them; an
     * image of indexed colours counts as RGB.
     */
    public static Plane current(ImagePlus image) {
        ImageProcessor values = valuesOf(image, image.getProcessor());
        if (!image.isComposite()) return of(values);
        // without a window, the processor may not have the display range of its channel
        LUT lut = ((CompositeImage) image).getChannelLut(image.getC());
        return new Plane(values, ValueRange.of(lut.min, lut.max));
    }

    /** A plane of an image as the values that count: RGB if they are indices of colours. */
    public static ImageProcessor valuesOf(ImagePlus image, ImageProcessor plane) {
        return isIndexed(image) ? plane.convertToRGB() : plane;
    }

    /** Whether the values are mere indices of colours, as in an 8-bit colour image. */
    public static boolean isIndexed(ImagePlus image) {
        return image.getType() == ImagePlus.COLOR_256
                && image.getProcessor().isColorLut()
                && !image.getProcessor().isPseudoColorLut();
    }

    /** A plane with the display range that it has. */
    public static Plane of(ImageProcessor pixels) {
        return new Plane(pixels, ValueRange.displayed(pixels));
    }

    /** The kind of its pixels. */
    public PixelKind kind() {
        return PixelKind.of(pixels);
    }

    /** What a model sees: {@code [1, C, H, W]} in [0, 1] with 1 or 3 channels. */
    public Tensor tensor() {
        RandomAccessibleInterval<? extends RealType<?>> values = PixelKind.pixels(pixels);
        float[] data = new float[(int) values.size()];
        Cursor<? extends RealType<?>> cursor = Views.flatIterable(values).cursor();
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) range.toUnit(cursor.next().getRealDouble());
        }
        return Tensor.of(data, 1, kind().channels(), pixels.getHeight(), pixels.getWidth());
    }

    /**
     * A new plane of this kind and range.
     *
     * @param tensor {@code [1, C, H, W]} in [0, 1], any size; channels are replicated or averaged
     *     to those of the kind
     */
    public ImageProcessor like(Tensor tensor) {
        return render(tensor, kind(), range);
    }

    /**
     * A new plane.
     *
     * @param tensor {@code [1, C, H, W]} in [0, 1]; channels are replicated or averaged to those of
     *     the kind
     * @param kind its pixels; integer kinds are rounded, and cut off where their range ends
     * @param range the values of 0 and 1, and the display range of the new plane
     */
    public static ImageProcessor render(Tensor tensor, PixelKind kind, ValueRange range) {
        ImageProcessor target = kind.plane(tensor.dim(3), tensor.dim(2));
        float[] data = Channels.fit(tensor, kind.channels()).data();
        Cursor<? extends RealType<?>> cursor =
                Views.flatIterable(PixelKind.pixels(target)).cursor();
        for (float value : data) store(cursor.next(), range.fromUnit(value));
        if (kind != PixelKind.RGB) target.setMinAndMax(range.min(), range.max());
        return target;
    }

    /** Writes a value, rounded and cut off where the type of the pixel asks for it. */
    public static void store(RealType<?> pixel, double value) {
        if (pixel instanceof IntegerType) {
            double rounded = Math.rint(value);
            pixel.setReal(Math.max(pixel.getMinValue(), Math.min(pixel.getMaxValue(), rounded)));
        } else {
            pixel.setReal(value);
        }
    }
}
