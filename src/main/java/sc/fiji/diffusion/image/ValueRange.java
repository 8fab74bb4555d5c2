// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;

/**
 * The pixel values that stand for 0 and 1 of a model: the display range of an image.
 *
 * @param min the value that becomes 0
 * @param max the value that becomes 1, greater than {@code min}
 */
public record ValueRange(double min, double max) {

    /** The values of a model themselves. */
    public static final ValueRange UNIT = new ValueRange(0, 1);

    /** The whole range of 8-bit pixels and of each RGB channel. */
    public static final ValueRange BYTE = new ValueRange(0, 255);

    /** The whole range of 16-bit pixels. */
    public static final ValueRange SHORT = new ValueRange(0, 65535);

    /** Checks the order. */
    public ValueRange {
        if (!(max > min) || Double.isInfinite(max - min)) {
            throw new IllegalArgumentException(
                    "a display range needs min < max, was " + min + " to " + max);
        }
    }

    /**
     * The display range of a plane. A range without extent, as a constant 32-bit image has it,
     * counts as one unit wide; RGB is always 0 to 255.
     */
    public static ValueRange displayed(ImageProcessor plane) {
        if (PixelKind.of(plane) == PixelKind.RGB) return BYTE;
        return of(plane.getMin(), plane.getMax());
    }

    /** The display range of an image in one of its channels, counted from 1. */
    public static ValueRange displayed(ImagePlus image, int channel) {
        if (image.getBitDepth() == 24) return BYTE;
        if (!image.isComposite()) {
            return of(image.getDisplayRangeMin(), image.getDisplayRangeMax());
        }
        LUT lut = ((CompositeImage) image).getChannelLut(channel);
        return of(lut.min, lut.max);
    }

    /**
     * The range that holds all values but the lowest and the highest 0.1 percent.
     *
     * @param sorted finite values, in order
     */
    public static ValueRange ofMost(float[] sorted) {
        if (sorted.length == 0) return UNIT;
        int tail = sorted.length / 1000;
        return of(sorted[tail], sorted[sorted.length - 1 - tail]);
    }

    /**
     * A display range, which may be without extent or not finite. One the wrong way round, by which
     * ImageJ inverts the contrast, is the same range to a model.
     */
    public static ValueRange of(double min, double max) {
        if (!Double.isFinite(min) || !Double.isFinite(max)) return UNIT;
        double least = Math.min(min, max);
        double extent = Math.max(1, Math.ulp(least));
        return new ValueRange(least, min == max ? least + extent : Math.max(min, max));
    }

    /**
     * The range in calibrated values, which ImageJ's own conversion to 32 bits gives too; as it is
     * where the calibration is no straight line upwards.
     */
    public ValueRange in(Calibration calibration) {
        boolean line = calibration.getFunction() == Calibration.STRAIGHT_LINE;
        if (!line || calibration.getCoefficients()[1] <= 0) return this;
        return new ValueRange(calibration.getCValue(min), calibration.getCValue(max));
    }

    /** A pixel value as the model sees it, in [0, 1]; NaN counts as {@code min}. */
    public double toUnit(double value) {
        double unit = (value - min) / (max - min);
        return unit >= 0 ? Math.min(unit, 1) : 0;
    }

    /** The pixel value of a model's value; the values beyond [0, 1] are not cut off. */
    public double fromUnit(double unit) {
        return min + unit * (max - min);
    }
}
