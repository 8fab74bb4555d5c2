// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.function.DoubleUnaryOperator;
import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
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
 * @param pixels the plane
 * @param range its display range
 */
public record Plane(ImageProcessor pixels, ValueRange range) {

    /**
     * A copy of the plane that an image shows, so that the image may meanwhile show another one.
     * Values count, whatever the lookup table makes of them; an image of indexed colours counts as
     * RGB.
     */
    public static Plane current(ImagePlus image) {
        ImageProcessor values = valuesOf(image.getProcessor());
        // without a window, the processor of a composite may not have its channel's display range
        ValueRange range =
                image.isComposite()
                        ? ValueRange.displayed(image, image.getC())
                        : ValueRange.displayed(values);
        return new Plane(values.duplicate(), range);
    }

    /** The same of a plane of the stack, counted from 1, with the display range of its channel. */
    public static Plane at(ImagePlus image, int slice) {
        ImageProcessor whole = image.getStack().getProcessor(slice);
        Rectangle all = new Rectangle(whole.getWidth(), whole.getHeight());
        int channel = image.convertIndexToPosition(slice)[0];
        return part(whole, all, ValueRange.displayed(image, channel));
    }

    /** A plane as the values that count: RGB if they are indices of colours. */
    public static ImageProcessor valuesOf(ImageProcessor plane) {
        return IndexedColors.in(plane) ? plane.convertToRGB() : plane;
    }

    /**
     * A copy of a part of a plane; indices of colours become RGB.
     *
     * @param part within the plane
     * @param range the values of 0 and 1, for RGB always 0 to 255
     */
    public static Plane part(ImageProcessor whole, Rectangle part, ValueRange range) {
        ImageProcessor values = valuesOf(copy(whole, part));
        return new Plane(values, values instanceof ColorProcessor ? ValueRange.BYTE : range);
    }

    static ImageProcessor copy(ImageProcessor whole, Rectangle part) {
        ImageProcessor copy = whole.createProcessor(part.width, part.height);
        copy.insert(whole, -part.x, -part.y);
        return copy;
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
        return tensor(new Window(0, 0, pixels.getWidth(), pixels.getHeight()));
    }

    /**
     * What a model sees in a window; beyond the plane, its mirror image. No other pixel is read.
     */
    public Tensor tensor(Window window) {
        return collect(window, range::toUnit);
    }

    /** The values of the pixels in a window, {@code [1, C, H, W]}. */
    public Tensor values(Window window) {
        return collect(window, value -> value);
    }

    /** 1 where a pixel of a window has no finite value, else 0: {@code [1, 1, H, W]}. */
    public Tensor gaps(Window window) {
        if (kind() != PixelKind.GRAY32) return Tensor.zeros(1, 1, window.height(), window.width());
        return collect(window, value -> Double.isFinite(value) ? 0 : 1);
    }

    private Tensor collect(Window window, DoubleUnaryOperator f) {
        RandomAccess<? extends RealType<?>> pixel = PixelKind.pixels(pixels).randomAccess();
        int channels = kind().channels();
        float[] data = new float[channels * window.height() * window.width()];
        int i = 0;
        for (int c = 0; c < channels; c++) {
            for (int v = 0; v < window.height(); v++) {
                int y = Window.mirror(window.y() + v, pixels.getHeight());
                for (int u = 0; u < window.width(); u++) {
                    int x = Window.mirror(window.x() + u, pixels.getWidth());
                    double value = pixel.setPositionAndGet(x, y, c).getRealDouble();
                    data[i++] = (float) f.applyAsDouble(value);
                }
            }
        }
        return Tensor.of(data, 1, channels, window.height(), window.width());
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
