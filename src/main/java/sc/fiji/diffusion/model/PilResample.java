// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.util.function.DoubleUnaryOperator;

/**
 * Scales 8-bit planes exactly as the Python Imaging Library does, whose results CLIP models were
 * trained on: an antialiased separable filter with 22-bit fixed-point weights, each pass rounded to
 * 8 bits; horizontal before vertical, unless the image is more than twice as tall as wide and gets
 * lower.
 */
enum PilResample {
    /** Triangle filter. */
    BILINEAR(1, x -> x < 1 ? 1 - x : 0),
    /** Cubic convolution with a = -0.5 (Keys 1981). */
    BICUBIC(2, PilResample::cubic);

    private static final int PRECISION_BITS = 32 - 8 - 2;

    private final double support;
    private final DoubleUnaryOperator filter;

    PilResample(double support, DoubleUnaryOperator filter) {
        this.support = support;
        this.filter = filter;
    }

    private static double cubic(double x) {
        double a = -0.5;
        if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    /**
     * Scales a plane.
     *
     * @param pixels values in [0, 255], row by row
     */
    int[] resize(int[] pixels, int width, int height, int newWidth, int newHeight) {
        if (newHeight < height && height > 2 * width) {
            int[] low = alongColumns(pixels, width, height, newHeight);
            return alongRows(low, width, newHeight, newWidth);
        }
        int[] narrow = alongRows(pixels, width, height, newWidth);
        return alongColumns(narrow, newWidth, height, newHeight);
    }

    private int[] alongColumns(int[] pixels, int width, int height, int newHeight) {
        int[] turned = transpose(pixels, width, height);
        return transpose(alongRows(turned, height, width, newHeight), newHeight, width);
    }

    private int[] alongRows(int[] pixels, int width, int height, int newWidth) {
        if (newWidth == width) return pixels;
        int[] result = new int[newWidth * height];
        double scale = (double) width / newWidth;
        double stretch = Math.max(scale, 1);
        for (int x = 0; x < newWidth; x++) {
            double center = (x + 0.5) * scale;
            double reach = support * stretch;
            int from = Math.max(0, (int) (center - reach + 0.5));
            int to = Math.min(width, (int) (center + reach + 0.5));
            int[] weights = weights(from, to, center, stretch);
            for (int y = 0; y < height; y++) {
                int sum = 1 << (PRECISION_BITS - 1);
                for (int i = from; i < to; i++) sum += pixels[y * width + i] * weights[i - from];
                result[y * newWidth + x] = Math.max(0, Math.min(255, sum >> PRECISION_BITS));
            }
        }
        return result;
    }

    private int[] weights(int from, int to, double center, double stretch) {
        double[] values = new double[to - from];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double distance = Math.abs((i + from - center + 0.5) * (1 / stretch));
            values[i] = filter.applyAsDouble(distance);
            sum += values[i];
        }
        int[] weights = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            double fixed = values[i] / sum * (1 << PRECISION_BITS);
            weights[i] = (int) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
        }
        return weights;
    }

    private static int[] transpose(int[] pixels, int width, int height) {
        int[] result = new int[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) result[x * height + y] = pixels[y * width + x];
        }
        return result;
    }
}
