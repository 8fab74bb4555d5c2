// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Noise of a camera: Poisson shot noise of the photons and Gaussian read noise. */
final class Camera {

    private Camera() {}

    /** A noisy copy of the clean image of a spec, in [0, 1]; an equal copy if it is noise-free. */
    static float[] expose(float[] clean, PhantomSpec spec, Dice dice) {
        float[] pixels = clean.clone();
        if (spec.noise() == Noise.CLEAN) return pixels;
        double photons = spec.noise().pick(0, 1500, 110) * dice.factor(0.12);
        if (spec.structure().modality() == Modality.BRIGHT_FIELD) photons *= 2;
        double read = spec.noise().pick(0, 0.006, 0.03);
        for (int i = 0; i < pixels.length; i++) {
            double value = dice.poisson(photons * clean[i]) / photons + read * dice.gaussian();
            pixels[i] = (float) Math.max(0, Math.min(1, value));
        }
        return pixels;
    }
}
