// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.weights.Sha256;

/**
 * A model in the diffusers layout: {@code model_index.json} and one folder for each part.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {

    /** The file that makes a folder a model. */
    public static final String INDEX = "model_index.json";

    private static final String DIFFUSERS_WEIGHTS = "diffusion_pytorch_model";
    private static final String TRANSFORMERS_WEIGHTS = "model";

    private static final List<String> PICKLED =
            List.of(DIFFUSERS_WEIGHTS + ".bin", "pytorch_" + TRANSFORMERS_WEIGHTS + ".bin");

    static boolean isModel(Path path) {
        return Files.isRegularFile(path.resolve(INDEX));
    }

    /** The folder's name. */
    public String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    ConfigFile config(String part) throws IOException {
        return ConfigFile.open(require(part + "/config.json"));
    }

    Path schedulerConfig() throws ModelException {
        return require("scheduler/scheduler_config.json");
    }

    Path denoiserWeights() throws ModelException {
        return weights("unet", DIFFUSERS_WEIGHTS);
    }

    Path autoencoderWeights() throws ModelException {
        return weights("vae", DIFFUSERS_WEIGHTS);
    }

    Path textEncoderWeights() throws ModelException {
        return weights("text_encoder", TRANSFORMERS_WEIGHTS);
    }

    /** SHA-256 over the weights of all parts, hexadecimal. */
    String hash() throws IOException {
        return Sha256.of(List.of(textEncoderWeights(), denoiserWeights(), autoencoderWeights()));
    }

    /**
     * A file or folder inside the model.
     *
     * @throws ModelException naming the file that is missing
     */
    Path require(String relative) throws ModelException {
        Path file = path.resolve(relative);
        if (Files.exists(file)) return file;
        throw new ModelException(
                "model "
                        + name()
                        + " is not complete: "
                        + file
                        + " is missing; install the model again");
    }

    private Path weights(String part, String stem) throws ModelException {
        Path folder = path.resolve(part);
        for (String ending : new String[] {".safetensors", ".fp16.safetensors"}) {
            Path file = folder.resolve(stem + ending);
            if (Files.exists(file)) return file;
        }
        for (String pickled : PICKLED) {
            Path file = folder.resolve(pickled);
            if (Files.exists(file)) throw refusePickle(file);
        }
        return require(part + "/" + stem + ".safetensors");
    }

    private ModelException refusePickle(Path file) {
        return new ModelException(
                "model "
                        + name()
                        + " has its weights only as "
                        + file
                        + ", a pickle, which can run any program when it is opened; get the model"
                        + " with .safetensors files");
    }
}
