// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.recipe.AutoencoderTask;

/**
 * An autoencoder; its previews are held-out images, and below them what it makes of them.
 *
 * @param task what is trained
 * @param folder of the model
 */
record AutoencoderRecipe(AutoencoderTask task, Path folder) implements Recipe {

    private static final int COUNT = 4;

    @Override
    public Tensor preview() throws IOException {
        return task.reconstructions(COUNT).map(v -> v / 2 + 0.5);
    }

    @Override
    public String summary() {
        return "An autoencoder with "
                + task.config().latentChannels()
                + " latent channels and a reduction of "
                + task.config().factor()
                + ", for models of latents. Its latents have mean 0 and standard deviation 1.";
    }

    @Override
    public String usage() {
        return String.format(
                Locale.ROOT,
                "run(\"Train Model...\", \"kind=latents vae=%s output=my-model\");",
                folder.getFileName());
    }
}
