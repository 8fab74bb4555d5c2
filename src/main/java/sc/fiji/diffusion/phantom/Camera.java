// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Noise of a camera: Poisson shot noise of the photons and Gaussian read noise. */
final class Camera {

    private Camera() {}

    /** A noisy copy of a clean image, both in [0, 1]; without noise the copy is equal. */
    static float[] expose(float[] clean, Noise noise, Dice dice) {
        float[] pixels = clean.clone();
        if (noise == Noise.CLEAN) return pixels;
        double photons = noise.pick(0, 1500, 70) * dice.factor(0.15);
        double read = noise.pick(0, 0.006, 0.03);
        for (int i = 0; i < pixels.length; i++) {
            double value = dice.poisson(photons * clean[i]) / photons + read * dice.gaussian();
            pixels[i] = (float) Math.max(0, Math.min(1, value));
        }
        return pixels;
    }
}
