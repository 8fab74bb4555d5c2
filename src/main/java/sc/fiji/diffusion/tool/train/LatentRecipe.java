// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelSource;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.data.LatentData;
import sc.fiji.diffusion.train.recipe.LatentModel;
import sc.fiji.diffusion.train.recipe.StoredVae;
import sc.fiji.diffusion.train.recipe.Tokens;
import sc.fiji.diffusion.train.run.TrainingTask;

/**
 * A denoiser of latents with its text encoder, over an autoencoder that is there already.
 *
 * @param denoiser the training and its previews
 * @param tokenizer of the captions, closed with this
 */
record LatentRecipe(DenoiserRecipe denoiser, ClipTokenizer tokenizer) implements Recipe {

    /**
     * Writes the model with random weights, and encodes the images with it.
     *
     * @throws IOException if there is no such autoencoder, or a file cannot be written
     */
    static LatentRecipe of(
            NetworkSettings network, Path folder, Batches batches, RunCompute compute)
            throws IOException {
        List<String> captions = network.kind() == Kind.TEXT ? batches.data().captions() : List.of();
        LatentModel model =
                new LatentModel(
                        folder,
                        autoencoder(network.vae()).folder(),
                        network.size(),
                        network.schedule(),
                        network.prediction(),
                        captions,
                        batches.side(),
                        batches.seed());
        ClipTokenizer tokenizer = ClipTokenizer.open(folder.resolve(ModelSource.TOKENIZER));
        try {
            TrainingTask task =
                    model.task(
                            data(folder, network.kind(), batches, tokenizer, compute),
                            network.weighting().minSnrGamma(),
                            compute.training());
            String prompt = captions.isEmpty() ? "" : captions.get(batches.indices().get(0));
            String summary =
                    "A denoiser of latents "
                            + (captions.isEmpty() ? "without text." : "that follows a text.");
            return new LatentRecipe(
                    new DenoiserRecipe(task, folder, batches.seed(), prompt, summary), tokenizer);
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static LatentData data(
            Path folder, Kind kind, Batches batches, ClipTokenizer tokenizer, RunCompute compute)
            throws IOException {
        Models.shared().close(); // one model in memory is enough
        try (DiffusionModel model = DiffusionModel.open(ModelSpec.of(folder), compute.encoding())) {
            LatentEncoder encoder = new LatentEncoder(model, kind == Kind.TEXT);
            return new LatentData(
                    encoder.training(batches),
                    encoder.heldOut(batches),
                    model.scalingFactor(),
                    Tokens.of(tokenizer),
                    batches.count(),
                    batches.seed());
        }
    }

    /**
     * The autoencoder of a name or path.
     *
     * @throws IOException if there is none
     */
    static StoredVae autoencoder(String nameOrPath) throws IOException {
        for (Path folder : Models.shared().places(nameOrPath)) {
            Optional<StoredVae> vae = StoredVae.in(folder);
            if (vae.isPresent()) return vae.get();
        }
        throw new IOException(
                "no autoencoder \""
                        + nameOrPath
                        + "\"; vae must be the name or path of a model folder, or of a folder that"
                        + " kind=autoencoder has made");
    }

    @Override
    public TrainingTask task() {
        return denoiser.task();
    }

    @Override
    public Tensor preview() throws IOException {
        return denoiser.preview();
    }

    @Override
    public String summary() {
        return denoiser.summary();
    }

    @Override
    public String usage() {
        return denoiser.usage();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
