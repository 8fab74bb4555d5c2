// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.process.ImageProcessor;
import java.util.List;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;

/**
 * The mean and the standard deviation of repainted versions of one plane: where the model agrees
 * with itself and where it guesses. Both have the pixel type of the versions, and the deviation is
 * in units of pixel values.
 */
public final class Spread {

    private final List<Selection> selections;
    private final List<ImageProcessor> versions;

    /**
     * Versions that differ inside selections only.
     *
     * @param versions at least one, all of one size and kind
     */
    public Spread(List<Selection> selections, List<ImageProcessor> versions) {
        this.selections = List.copyOf(selections);
        this.versions = List.copyOf(versions);
    }

    /** The mean inside the selection; outside the pixels as they are. */
    public ImageProcessor mean() {
        return fill(versions.get(0).duplicate(), Spread::mean);
    }

    /**
     * The standard deviation of the versions (with n - 1 in the denominator, 0 for one version)
     * inside the selection; 0 outside.
     */
    public ImageProcessor deviation() {
        ImageProcessor first = versions.get(0);
        ImageProcessor black = PixelKind.of(first).plane(first.getWidth(), first.getHeight());
        return fill(black, Spread::deviation);
    }

    private ImageProcessor fill(ImageProcessor target, Statistic statistic) {
        RandomAccess<? extends RealType<?>> pixel = PixelKind.pixels(target).randomAccess();
        List<? extends RandomAccessibleInterval<? extends RealType<?>>> sources =
                versions.stream().map(PixelKind::pixels).toList();
        double[] values = new double[versions.size()];
        for (int c = 0; c < PixelKind.of(target).channels(); c++) {
            int channel = c;
            Selection.PixelVisitor summary =
                    (x, y) -> {
                        for (int i = 0; i < values.length; i++) {
                            values[i] = sources.get(i).getAt(x, y, channel).getRealDouble();
                        }
                        double value = statistic.of(values);
                        Plane.store(pixel.setPositionAndGet(x, y, channel), value);
                    };
            for (Selection selection : selections) selection.forEach(summary);
        }
        return target;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) sum += value;
        return sum / values.length;
    }

    static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) squares += (value - mean) * (value - mean);
        return Math.sqrt(squares / Math.max(1, values.length - 1));
    }

    /** One number for several. */
    @FunctionalInterface
    private interface Statistic {
        double of(double[] values);
    }
}
