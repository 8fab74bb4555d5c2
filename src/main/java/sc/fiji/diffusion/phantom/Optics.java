// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** From objects to the image on the sensor: focus, exposure, background, uneven light. */
final class Optics {

    private static final int BINS = 1024;
    private static final double BRIGHTEST = 4;

    private Optics() {}

    /** The noise-free image in [0, 1]. */
    static float[] image(Scene scene) {
        Dice dice = scene.dice;
        double sigma = scene.spec.blur().pick(0.55, 1.4, 2.6) * dice.factor(0.06);
        float[] image = blur(scene.signal, scene.width, scene.height, sigma);
        double gain = 1 / Math.max(1e-3, quantile(image, scene.labels, 0.95));
        double background = scene.spec.contrast().pick(0.32, 0.16, 0.05) * dice.factor(0.12);
        double amplitude = scene.spec.contrast().pick(0.21, 0.45, 0.88) * dice.factor(0.06);
        SmoothField haze = new SmoothField(dice, 45);
        Light light = new Light(scene);
        boolean dark = scene.spec.structure().absorbing();
        for (int i = 0; i < image.length; i++) {
            int x = i % scene.width;
            int y = i / scene.width;
            double ground = background * (1 + 0.2 * haze.at(x, y));
            double value = ground + amplitude * knee(gain * image[i]);
            value = dark ? (1 - value) * light.at(x, y) : value * light.at(x, y);
            image[i] = (float) Math.max(0, Math.min(1, value));
        }
        return image;
    }

    /** Highlights above 0.8 are compressed and never pass 1.2. */
    private static double knee(double value) {
        double over = value - 0.8;
        return over <= 0 ? value : 0.8 + over / (1 + over / 0.4);
    }

    /** A quantile of the labelled pixels, by histogram; 0 if none is labelled. */
    private static double quantile(float[] image, int[] labels, double share) {
        int[] histogram = new int[BINS];
        int count = 0;
        for (int i = 0; i < image.length; i++) {
            if (labels[i] == 0) continue;
            histogram[(int) Math.min(BINS - 1, image[i] * (BINS / BRIGHTEST))]++;
            count++;
        }
        int bin = 0;
        for (double left = count * share; bin < BINS - 1; bin++) {
            left -= histogram[bin];
            if (left <= 0) break;
        }
        return count == 0 ? 0 : (bin + 0.5) * BRIGHTEST / BINS;
    }

    /** Gaussian blur, separable, mirrored at the borders. */
    static float[] blur(float[] source, int width, int height, double sigma) {
        double[] kernel = kernel(sigma);
        float[] rows = new float[source.length];
        float[] result = new float[source.length];
        pass(source, rows, width, height, 1, width, kernel);
        pass(rows, result, height, width, width, 1, kernel);
        return result;
    }

    /** Filters {@code lines} lines of {@code length} values that lie {@code step} apart. */
    private static void pass(
            float[] source,
            float[] target,
            int length,
            int lines,
            int step,
            int lineStep,
            double[] kernel) {
        int radius = kernel.length - 1;
        float[] line = new float[length + 2 * radius];
        for (int k = 0; k < lines; k++) {
            int start = k * lineStep;
            for (int i = 0; i < line.length; i++) {
                line[i] = source[start + mirror(i - radius, length) * step];
            }
            for (int i = 0; i < length; i++) {
                double sum = kernel[0] * line[i + radius];
                for (int j = 1; j <= radius; j++) {
                    sum += kernel[j] * (line[i + radius - j] + line[i + radius + j]);
                }
                target[start + i * step] = (float) sum;
            }
        }
    }

    private static int mirror(int i, int length) {
        int period = 2 * length;
        int folded = Math.floorMod(i, period);
        return folded < length ? folded : period - 1 - folded;
    }

    private static double[] kernel(double sigma) {
        double[] half = new double[(int) Math.ceil(3 * sigma) + 1];
        double sum = 0;
        for (int i = 0; i < half.length; i++) {
            half[i] = StrictMath.exp(-i * i / (2 * sigma * sigma));
            sum += i == 0 ? half[i] : 2 * half[i];
        }
        for (int i = 0; i < half.length; i++) half[i] /= sum;
        return half;
    }

    /** Illumination that falls off from a point near the centre of the field. */
    private static final class Light {
        private final double x;
        private final double y;
        private final double fall;

        Light(Scene scene) {
            x = scene.width * scene.dice.uniform(0.3, 0.7);
            y = scene.height * scene.dice.uniform(0.3, 0.7);
            double half = 0.5 * Math.max(scene.width, scene.height);
            fall = scene.dice.uniform(0, 0.12) / (half * half);
        }

        double at(double column, double row) {
            double dx = column - x;
            double dy = row - y;
            return 1 / (1 + fall * (dx * dx + dy * dy));
        }
    }
}
