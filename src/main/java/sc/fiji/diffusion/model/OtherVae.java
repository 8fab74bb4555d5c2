// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.Sha256;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.single.CheckpointFile;

/**
 * A model with another autoencoder than its own.
 *
 * @param model the model
 * @param vae the other autoencoder: a folder with its configuration, or a single file of weights,
 *     which then has the configuration of the model's own, scaling factor included; if the model
 *     has none, the file tells it, and the family of the model the factor
 */
record OtherVae(ModelSource model, Path vae) implements ModelSource {

    private static final double SCALING = 0.18215;
    private static final double SCALING_OF_SDXL = 0.13025;

    /** The autoencoder that a path holds: a file, an autoencoder's folder, or that of a model. */
    static Optional<Path> at(Path path) {
        if (ModelFolder.isModel(path)) return Optional.of(path.resolve(VAE));
        boolean folder = Files.isRegularFile(path.resolve(ModelFolder.CONFIG));
        boolean file = Files.isRegularFile(path) && ModelFile.hasEnding(path);
        return folder || file ? Optional.of(path) : Optional.empty();
    }

    @Override
    public Path path() {
        return model.path();
    }

    @Override
    public Path path(String part) {
        return part.equals(VAE) ? vae : model.path(part);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public boolean has(String part) {
        return part.equals(VAE) || model.has(part);
    }

    @Override
    public ConfigFile index() throws IOException {
        return model.index();
    }

    @Override
    public ConfigFile config(String part) throws IOException {
        if (!part.equals(VAE)) return model.config(part);
        if (!isFile()) return folder().config(partName());
        return model.has(VAE) ? model.config(VAE) : configOfFile();
    }

    /** What the file does not tell is what all models of the family have. */
    private ConfigFile configOfFile() throws IOException {
        JsonObject config = CheckpointFile.autoencoderConfig(vae);
        double factor = model.has(TEXT_ENCODER_2) ? SCALING_OF_SDXL : SCALING;
        config.addProperty("scaling_factor", factor);
        return ConfigFile.of(vae, config);
    }

    @Override
    public TensorSource weights(String part) throws IOException {
        if (!part.equals(VAE)) return model.weights(part);
        return isFile() ? CheckpointFile.autoencoder(vae) : folder().weights(partName());
    }

    @Override
    public ClipTokenizer tokenizer(String part) throws IOException {
        return model.tokenizer(part);
    }

    @Override
    public SchedulerConfig scheduler() throws IOException {
        return model.scheduler();
    }

    @Override
    public String licence() throws IOException {
        return model.licence();
    }

    /** SHA-256 over the model's own hash and that of the autoencoder. */
    @Override
    public String hash() throws IOException {
        String other = isFile() ? Sha256.of(List.of(vae)) : folder().hash(List.of(partName()));
        return Sha256.combine(List.of(model.hash(), other));
    }

    private boolean isFile() {
        return !Files.isDirectory(vae);
    }

    /** The folder that holds the autoencoder's folder, as if it were a model. */
    private ModelFolder folder() {
        return new ModelFolder(vae.toAbsolutePath().normalize().getParent());
    }

    private String partName() {
        return vae.getFileName().toString();
    }
}
