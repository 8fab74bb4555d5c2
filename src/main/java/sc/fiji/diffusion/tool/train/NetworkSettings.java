// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.util.Map;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.train.recipe.NetworkSize;
import sc.fiji.diffusion.train.recipe.TrainingSchedule;
import sc.fiji.diffusion.train.recipe.Weighting;

/**
 * What is trained.
 *
 * @param kind of model
 * @param size of its networks
 * @param pixels a side of what it learns to make; 0 for what is usual for the kind
 * @param schedule of the noise
 * @param prediction what a denoiser predicts
 * @param weighting of a denoiser's errors
 * @param vae for models of latents, a model or a folder whose autoencoder makes them
 * @param discriminator whether an autoencoder also learns to convince a discriminator of patches
 */
public record NetworkSettings(
        Kind kind,
        NetworkSize size,
        int pixels,
        TrainingSchedule schedule,
        Prediction prediction,
        Weighting weighting,
        String vae,
        boolean discriminator) {

    /** Which weights the autoencoder has; runs that an earlier version began do not say it. */
    static final String VAE_HASH = "vae SHA-256";

    private static final int LEAST = 8;
    private static final int MOST = 1024;

    /** Checks the number of pixels. */
    public NetworkSettings {
        if (pixels != 0 && (pixels < LEAST || pixels > MOST || pixels % step(kind) != 0)) {
            throw new IllegalArgumentException(
                    "pixels must be a multiple of "
                            + step(kind)
                            + " from 8 to 1024, or 0 for what is usual, was "
                            + pixels);
        }
    }

    /** A model of pixels halves its images twice, such as 28 to 7; an autoencoder thrice. */
    private static int step(Kind kind) {
        return kind == Kind.PIXELS ? 4 : LEAST;
    }

    /** Pixels a side. */
    int side() {
        return pixels == 0 ? kind.usualSide() : pixels;
    }

    /**
     * What a run must have in common with one that it resumes.
     *
     * @throws IOException if there is no such autoencoder
     */
    void describe(Map<String, String> settings) throws IOException {
        settings.put("kind", kind.label());
        settings.put("size", size.label());
        settings.put("pixels", Integer.toString(side()));
        settings.put("schedule", schedule.label());
        settings.put("prediction", prediction.key());
        settings.put("weighting", weighting.label());
        settings.put("vae", vae);
        boolean latents = kind == Kind.LATENTS || kind == Kind.TEXT;
        if (latents) settings.put(VAE_HASH, LatentRecipe.autoencoder(vae).hash());
        settings.put("discriminator", discriminator ? "yes" : "no");
    }
}
