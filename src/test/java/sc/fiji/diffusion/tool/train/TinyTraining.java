// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.nio.file.Path;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.train.recipe.NetworkSize;
import sc.fiji.diffusion.train.recipe.TrainingSchedule;
import sc.fiji.diffusion.train.recipe.Weighting;

/** Networks for images of 8 x 8 pixels. */
public final class TinyTraining {

    /** Fails where a network that is too large for the memory does, in the first timed step. */
    static final TrainingDisplay TOO_LARGE =
            new TrainingDisplay() {
                @Override
                public void announce(String text) {
                    throw new IllegalStateException("out of memory");
                }
            };

    private TinyTraining() {}

    /**
     * A network of a kind; that of an autoencoder has a discriminator, and all others {@code vae}.
     */
    public static NetworkSettings network(Kind kind, Path vae) {
        boolean autoencoder = kind == Kind.AUTOENCODER;
        return new NetworkSettings(
                kind,
                NetworkSize.SMALL,
                8,
                TrainingSchedule.COSINE,
                Prediction.V,
                Weighting.MIN_SNR,
                autoencoder ? "" : vae.toString(),
                autoencoder);
    }
}
