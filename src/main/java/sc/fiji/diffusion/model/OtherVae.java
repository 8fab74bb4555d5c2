// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

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
 *     which then has the configuration of the model's own, scaling factor included
 */
record OtherVae(ModelSource model, Path vae) implements ModelSource {

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
        boolean own = !part.equals(VAE) || isFile();
        return own ? model.config(part) : folder().config(partName());
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
