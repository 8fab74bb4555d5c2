// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What the encoder knows of an image's latents: a normal distribution for each value (Kingma and
 * Welling 2013). Latents here are unscaled.
 *
 * @param mean {@code [N, L, H, W]}
 * @param logVariance natural logarithm of the variance, same shape, clamped to [-30, 20]
 */
public record Posterior(Tensor mean, Tensor logVariance) {

    /** Splits the encoder's output {@code [N, 2 L, H, W]}. */
    static Posterior of(Tensor moments) {
        int latents = moments.dim(1) / 2;
        return new Posterior(
                moments.channels(0, latents),
                moments.channels(latents, 2 * latents).map(v -> Math.max(-30, Math.min(20, v))));
    }

    /** One draw, {@code mean + std * noise}. */
    public Tensor sample(Noise noise) {
        Tensor draw = noise.gaussian(mean.shape());
        return mean.plus(logVariance.zip(draw, (v, eps) -> Math.exp(0.5 * v) * eps));
    }
}
