// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * Scales images linearly. When an image is made smaller, the triangle widens with the scale, so
 * that every pixel counts and nothing aliases.
 */
public final class Resample {

    private Resample() {}

    /**
     * Scales an image; the same size gives the same values.
     *
     * @param image {@code [N, C, H, W]}
     * @return {@code [N, C, height, width]}
     */
    public static Tensor to(Tensor image, int width, int height) {
        return transpose(rows(transpose(rows(image, width)), height));
    }

    /** Scales a mask of 0 and 1; a pixel is 1 if any part of it was. */
    static Tensor maskTo(Tensor mask, int width, int height) {
        return to(mask, width, height).map(share -> share > 1e-6 ? 1 : 0);
    }

    /** Scales the last axis. */
    private static Tensor rows(Tensor image, int width) {
        int from = image.dim(3);
        if (from == width) return image;
        int lines = image.size() / from;
        float[] scaled = new float[lines * width];
        for (int i = 0; i < width; i++) {
            Taps taps = Taps.of(i, width, from);
            for (int line = 0; line < lines; line++) {
                scaled[line * width + i] = taps.apply(image.data(), line * from);
            }
        }
        return Tensor.of(scaled, image.dim(0), image.dim(1), image.dim(2), width);
    }

    private static Tensor transpose(Tensor image) {
        int height = image.dim(2);
        int width = image.dim(3);
        float[] turned = new float[image.size()];
        for (int i = 0; i < turned.length; i++) {
            int plane = i / (height * width);
            int x = i / height % width;
            int y = i % height;
            turned[i] = image.data()[(plane * height + y) * width + x];
        }
        return Tensor.of(turned, image.dim(0), image.dim(1), width, height);
    }

    /** The pixels that make up one new pixel, from {@code first} on, with weights of sum 1. */
    private record Taps(int first, double[] weights) {

        static Taps of(int index, int size, int from) {
            double scale = (double) from / size;
            double reach = Math.max(1, scale);
            double centre = (index + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(centre - reach));
            int last = Math.min(from - 1, (int) Math.ceil(centre + reach));
            double[] weights = new double[last - first + 1];
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                weights[k] = Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach);
                sum += weights[k];
            }
            for (int k = 0; k < weights.length; k++) weights[k] /= sum;
            return new Taps(first, weights);
        }

        float apply(float[] data, int offset) {
            double value = 0;
            for (int k = 0; k < weights.length; k++) value += weights[k] * data[offset + first + k];
            return (float) value;
        }
    }
}
