// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Separable Gaussian blur with mirrored borders. */
final class GaussianBlur {

    private final double[] kernel;

    /**
     * @param sigma standard deviation in pixels, above 0
     */
    GaussianBlur(double sigma) {
        kernel = new double[(int) Math.ceil(3 * sigma) + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = StrictMath.exp(-i * i / (2 * sigma * sigma));
            sum += i == 0 ? kernel[i] : 2 * kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) kernel[i] /= sum;
    }

    /** A blurred copy of a row-major image. */
    float[] of(float[] image, int width, int height) {
        float[] result = image.clone();
        for (int row = 0; row < height; row++) line(result, row * width, 1, width);
        for (int column = 0; column < width; column++) line(result, column, width, height);
        return result;
    }

    /** Filters in place {@code length} values that lie {@code step} apart. */
    private void line(float[] values, int start, int step, int length) {
        int radius = kernel.length - 1;
        float[] line = new float[length + 2 * radius];
        for (int i = 0; i < line.length; i++) {
            line[i] = values[start + mirror(i - radius, length) * step];
        }
        for (int i = 0; i < length; i++) {
            double sum = kernel[0] * line[i + radius];
            for (int j = 1; j <= radius; j++) {
                sum += kernel[j] * (line[i + radius - j] + line[i + radius + j]);
            }
            values[start + i * step] = (float) sum;
        }
    }

    private static int mirror(int i, int length) {
        if (i >= 0 && i < length) return i;
        int folded = Math.floorMod(i, 2 * length);
        return folded < length ? folded : 2 * length - 1 - folded;
    }
}
