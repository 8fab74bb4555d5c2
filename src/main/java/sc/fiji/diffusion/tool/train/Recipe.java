// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.recipe.AutoencoderTask;
import sc.fiji.diffusion.train.recipe.PixelTask;
import sc.fiji.diffusion.train.run.TrainingTask;

/** What is trained, what its previews are, and what its card says of it. */
interface Recipe extends AutoCloseable {

    /** The recipe of a kind of model. */
    static Recipe of(NetworkSettings network, Path folder, Batches batches, RunCompute compute)
            throws IOException {
        return switch (network.kind()) {
            case PIXELS -> pixels(network, folder, batches, compute.training());
            case LATENTS, TEXT -> LatentRecipe.of(network, folder, batches, compute);
            case AUTOENCODER ->
                    new AutoencoderRecipe(
                            new AutoencoderTask(
                                    folder,
                                    network.size(),
                                    network.discriminator(),
                                    batches,
                                    compute.training()),
                            folder);
        };
    }

    private static Recipe pixels(
            NetworkSettings network, Path folder, Batches batches, Precision precision)
            throws IOException {
        PixelTask task =
                new PixelTask(
                        folder,
                        network.size(),
                        network.schedule(),
                        network.prediction(),
                        network.weighting().minSnrGamma(),
                        batches,
                        precision);
        return new DenoiserRecipe(
                task, folder, batches.seed(), "", "A denoiser of pixels without text.");
    }

    TrainingTask task();

    /**
     * Images {@code [N, C, H, W]} in [0, 1] from the version of the model that was written last.
     */
    Tensor preview() throws IOException;

    /** What the model is, in a sentence. */
    String summary();

    /** A line of a macro that uses it. */
    String usage();

    @Override
    default void close() {}
}
