// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.Sha256;
import sc.fiji.diffusion.weights.TensorSource;

/**
 * A model in the diffusers layout: {@code model_index.json} and one folder for each part.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) implements ModelSource {

    /** The file that makes a folder a model. */
    public static final String INDEX = "model_index.json";

    static final String CONFIG = "config.json";

    private static final String DIFFUSERS_WEIGHTS = "diffusion_pytorch_model";
    private static final String TRANSFORMERS_WEIGHTS = "model";

    private static final List<String> PICKLED =
            List.of(DIFFUSERS_WEIGHTS + ".bin", "pytorch_" + TRANSFORMERS_WEIGHTS + ".bin");

    static boolean isModel(Path path) {
        return Files.isRegularFile(path.resolve(INDEX));
    }

    @Override
    public Path path(String part) {
        return path.resolve(part);
    }

    /** The folder's name. */
    @Override
    public String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    @Override
    public boolean has(String part) {
        return Files.isDirectory(path.resolve(part));
    }

    @Override
    public ConfigFile config(String part) throws IOException {
        return ConfigFile.open(require(part + "/" + CONFIG));
    }

    @Override
    public TensorSource weights(String part) throws IOException {
        return SafetensorsFile.open(weightsFile(part));
    }

    @Override
    public ClipTokenizer tokenizer(String part) throws IOException {
        return ClipTokenizer.open(require(part));
    }

    @Override
    public SchedulerConfig scheduler() throws IOException {
        return SchedulerConfig.read(require("scheduler/scheduler_config.json"));
    }

    @Override
    public String hash() throws IOException {
        return hash(List.of(TEXT_ENCODER, TEXT_ENCODER_2, UNET, VAE));
    }

    /** SHA-256 over the weights of those of the parts that there are. */
    String hash(List<String> parts) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String part : parts) {
            if (has(part)) files.add(weightsFile(part));
        }
        return Sha256.of(files);
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

    private Path weightsFile(String part) throws ModelException {
        String stem = part.startsWith(TEXT_ENCODER) ? TRANSFORMERS_WEIGHTS : DIFFUSERS_WEIGHTS;
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
