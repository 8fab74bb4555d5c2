// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * A feature space that no network has learned and that never changes, so that figures of different
 * models can be compared: the histogram of intensities ({@value #BINS} values), the radial power
 * spectrum ({@value #RINGS}, logarithms), and the granularity ({@value #OPENINGS}: how much light
 * is lost when structures smaller than a growing square are opened away; Ravkin and Temov 1988).
 * Several channels count as their mean. Each part is scaled to values of the order of one.
 */
public final class HandMadeFeatures implements FeatureSpace {

    private static final int BINS = 24;
    private static final int RINGS = 16;
    private static final int OPENINGS = 8;
    private static final int SMALLEST = 16;
    private static final double NO_POWER = 1e-10;
    private static final double SPECTRUM_SCALE = 0.1;
    private static final double GRAIN_SCALE = 4;

    private final FastFourierTransformer fourier =
            new FastFourierTransformer(DftNormalization.UNITARY);

    @Override
    public String name() {
        return "hand-made";
    }

    /**
     * The features, {@value #BINS} + {@value #RINGS} + {@value #OPENINGS} values.
     *
     * @throws IllegalArgumentException if the image has fewer than 16 pixels in a direction
     */
    @Override
    public double[] of(Tensor image) {
        int height = image.dim(2);
        int width = image.dim(3);
        if (Math.min(width, height) < SMALLEST) {
            throw new IllegalArgumentException(
                    "images must be at least 16 pixels wide and high, found "
                            + width
                            + " x "
                            + height);
        }
        double[][] grey = grey(image);
        double[] features = new double[BINS + RINGS + OPENINGS];
        histogram(grey, features);
        spectrum(grey, features);
        granularity(grey, features);
        return features;
    }

    private static double[][] grey(Tensor image) {
        int channels = image.dim(1);
        double[][] grey = new double[image.dim(2)][image.dim(3)];
        int i = 0;
        for (int c = 0; c < channels; c++) {
            for (double[] row : grey) {
                for (int x = 0; x < row.length; x++) row[x] += image.data()[i++] / channels;
            }
        }
        return grey;
    }

    /** Square roots of the shares, whose distance is that of Hellinger. */
    private static void histogram(double[][] grey, double[] features) {
        double each = 1.0 / (grey.length * grey[0].length);
        for (double[] row : grey) {
            for (double v : row) {
                features[(int) Math.max(0, Math.min(BINS - 1, Math.floor(v * BINS)))] += each;
            }
        }
        for (int b = 0; b < BINS; b++) features[b] = Math.sqrt(features[b]);
    }

    /** Of the largest square at the centre whose side is a power of two. */
    private void spectrum(double[][] grey, double[] features) {
        int side = Integer.highestOneBit(Math.min(grey.length, grey[0].length));
        Complex[][] transformed = transform(grey, side);
        double[] power = new double[RINGS];
        int[] count = new int[RINGS];
        for (int v = 0; v < side; v++) {
            for (int u = 0; u < side; u++) {
                double fx = Math.min(u, side - u) / (double) side;
                double fy = Math.min(v, side - v) / (double) side;
                int ring = (int) (2 * RINGS * Math.sqrt(fx * fx + fy * fy));
                if (ring >= RINGS || u == 0 && v == 0) continue;
                double amplitude = transformed[v][u].abs();
                power[ring] += amplitude * amplitude;
                count[ring]++;
            }
        }
        for (int r = 0; r < RINGS; r++) {
            double mean = count[r] == 0 ? 0 : power[r] / count[r];
            features[BINS + r] = SPECTRUM_SCALE * Math.log(mean + NO_POWER);
        }
    }

    private Complex[][] transform(double[][] grey, int side) {
        int top = (grey.length - side) / 2;
        int left = (grey[0].length - side) / 2;
        Complex[][] rows = new Complex[side][];
        for (int y = 0; y < side; y++) {
            double[] row = new double[side];
            System.arraycopy(grey[top + y], left, row, 0, side);
            rows[y] = fourier.transform(row, TransformType.FORWARD);
        }
        for (int x = 0; x < side; x++) {
            Complex[] column = new Complex[side];
            for (int y = 0; y < side; y++) column[y] = rows[y][x];
            column = fourier.transform(column, TransformType.FORWARD);
            for (int y = 0; y < side; y++) rows[y][x] = column[y];
        }
        return rows;
    }

    /** What openings by squares of 3, 5, ... pixels take away, each from the one before. */
    private static void granularity(double[][] grey, double[] features) {
        double before = mean(grey);
        for (int k = 1; k <= OPENINGS; k++) {
            double after = mean(Opening.bySquare(grey, k));
            features[BINS + RINGS + k - 1] = GRAIN_SCALE * (before - after);
            before = after;
        }
    }

    private static double mean(double[][] image) {
        double sum = 0;
        for (double[] row : image) for (double v : row) sum += v;
        return sum / (image.length * image[0].length);
    }
}
