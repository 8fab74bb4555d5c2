// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.Random;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.StepRandom;

/**
 * Training of the autoencoder on phantoms, a quarter of them inverted so that bright backgrounds of
 * all kinds occur.
 *
 * @param config the autoencoder
 * @param data phantoms, smaller than those it will be used on: its layers do not know the size
 */
record VaeTraining(VaeConfig config, PhantomBatches data) {

    private static final float KL_WEIGHT = 2e-5f;

    NetworkSource objective(Precision precision) {
        return precision
                .apply(new NetworkSource("train.py").and(config.source()))
                .entry("vae_objective");
    }

    /** Images, the noise of the posterior sample, and the weight of the divergence. */
    Tensor[] batch(long step) {
        Random random = data.random(step);
        Tensor images = data.images(random);
        int latent = data.size() / config.factor();
        Tensor noise =
                StepRandom.gaussian(random, data.count(), config.latentChannels(), latent, latent);
        return new Tensor[] {images, noise, Tensor.full(KL_WEIGHT, 1)};
    }
}
