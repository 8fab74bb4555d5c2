// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.Sha256;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.single.CheckpointFile;

/**
 * A model in one file of the original layout. What such a file does not hold (configurations, the
 * tokenizer, the scheduler) is what its family has.
 *
 * @param checkpoint the file
 */
record ModelFile(CheckpointFile checkpoint) implements ModelSource {

    static final String ENDING = ".safetensors";

    /**
     * Opens a checkpoint.
     *
     * @throws IOException if it is none, or damaged
     */
    static ModelFile open(Path path) throws IOException {
        return new ModelFile(CheckpointFile.open(path));
    }

    /** Whether a file has the ending of safetensors, in whatever case. */
    static boolean hasEnding(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** Whether the path is a file that may hold a model. */
    static boolean isModel(Path path) {
        return Files.isRegularFile(path) && hasEnding(path);
    }

    @Override
    public Path path() {
        return checkpoint.path();
    }

    @Override
    public Path path(String part) {
        return path();
    }

    /** The file's name without its ending. */
    @Override
    public String name() {
        return ModelSource.name(path());
    }

    @Override
    public boolean has(String part) {
        String network =
                switch (part) {
                    case TOKENIZER -> TEXT_ENCODER;
                    case TOKENIZER_2 -> TEXT_ENCODER_2;
                    default -> part;
                };
        return checkpoint.parts().contains(network);
    }

    @Override
    public ConfigFile index() {
        JsonObject index = new JsonObject();
        String family = has(TEXT_ENCODER_2) ? "StableDiffusionXL" : "StableDiffusion";
        index.addProperty("_class_name", family + "Pipeline");
        return ConfigFile.of(path(), index);
    }

    @Override
    public ConfigFile config(String part) {
        return ConfigFile.of(path(), checkpoint.config(part));
    }

    @Override
    public TensorSource weights(String part) {
        return checkpoint.weights(part);
    }

    @Override
    public ClipTokenizer tokenizer(String part) throws IOException {
        return ClipTokenizer.clip(
                checkpoint.vocabulary(part.equals(TOKENIZER) ? TEXT_ENCODER : TEXT_ENCODER_2),
                checkpoint.padding(part.equals(TOKENIZER) ? TEXT_ENCODER : TEXT_ENCODER_2));
    }

    @Override
    public SchedulerConfig scheduler() {
        return SchedulerConfig.parse(checkpoint.scheduler().toString());
    }

    @Override
    public String licence() {
        return licence(checkpoint.metadata());
    }

    /** The licence that the metadata of a file state; empty if they state none. */
    static String licence(Map<String, String> metadata) {
        return metadata.getOrDefault("modelspec.license", "");
    }

    @Override
    public String hash() throws IOException {
        return Sha256.of(path());
    }
}
