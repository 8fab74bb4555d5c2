// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** From objects to the image on the sensor: focus, exposure, background, uneven light. */
final class Optics {

    private static final int BINS = 1024;
    private static final double BRIGHTEST = 4;
    private static final double PHASE_GROUND = 0.47;
    private static final double PHASE_GAIN = 0.5;

    private Optics() {}

    /**
     * The noise-free image in [0, 1]. The exposure is set after the blur, as at a microscope, so
     * that contrast means the same in and out of focus.
     */
    static float[] image(Scene scene) {
        Dice dice = scene.dice;
        double sigma = scene.spec.blur().pick(0.55, 1.3, 2.3) * dice.factor(0.05);
        float[] image = new GaussianBlur(sigma).of(scene.signal, scene.width, scene.height);
        double gain = 1 / Math.max(1e-3, quantile(image, scene.labels, 0.9));
        double background = scene.spec.contrast().pick(0.28, 0.16, 0.06) * dice.factor(0.1);
        double amplitude = scene.spec.contrast().pick(0.28, 0.49, 0.86) * dice.factor(0.05);
        SmoothField haze = new SmoothField(dice, 45);
        Light light = new Light(scene);
        Modality modality = scene.spec.structure().modality();
        for (int i = 0; i < image.length; i++) {
            int x = i % scene.width;
            int y = i / scene.width;
            double ground = background * (1 + 0.15 * haze.at(x, y));
            double value = light.at(x, y) * expose(modality, ground, amplitude, gain * image[i]);
            image[i] = (float) Math.max(0, Math.min(1, value));
        }
        return image;
    }

    private static double expose(
            Modality modality, double ground, double amplitude, double signal) {
        double value = ground + amplitude * knee(signal);
        return switch (modality) {
            case FLUORESCENCE -> value;
            case BRIGHT_FIELD -> 1 - value;
            case PHASE_CONTRAST -> PHASE_GROUND + PHASE_GAIN * amplitude * knee(signal);
        };
    }

    /** Highlights above 0.8 are compressed and never pass 1.2. */
    private static double knee(double value) {
        double over = value - 0.8;
        return over <= 0 ? value : 0.8 + over / (1 + over / 0.4);
    }

    /**
     * A quantile of the labelled pixels' strength, by histogram; 1 if no object is in the field.
     */
    private static double quantile(float[] image, int[] labels, double share) {
        int[] histogram = new int[BINS];
        int count = 0;
        for (int i = 0; i < image.length; i++) {
            if (labels[i] == 0) continue;
            histogram[(int) Math.min(BINS - 1, Math.abs(image[i]) * (BINS / BRIGHTEST))]++;
            count++;
        }
        if (count == 0) return 1;
        int bin = 0;
        double left = count * share - histogram[0];
        while (left > 0 && bin < BINS - 1) left -= histogram[++bin];
        return (bin + 0.5) * BRIGHTEST / BINS;
    }

    /** Illumination that falls off from a point near the centre of the field. */
    private static final class Light {
        private final double x;
        private final double y;
        private final double fall;

        Light(Scene scene) {
            boolean even = scene.spec.illumination() == Illumination.EVEN;
            x = scene.width * (even ? scene.dice.uniform(0.3, 0.7) : scene.dice.uniform(0, 1));
            y = scene.height * (even ? scene.dice.uniform(0.3, 0.7) : scene.dice.uniform(0, 1));
            double half = 0.5 * Math.max(scene.width, scene.height);
            fall =
                    (even ? scene.dice.uniform(0, 0.12) : scene.dice.uniform(0.5, 1))
                            / (half * half);
        }

        double at(double column, double row) {
            double dx = column - x;
            double dy = row - y;
            return 1 / (1 + fall * (dx * dx + dy * dy));
        }
    }
}
