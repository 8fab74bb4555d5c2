// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Which model is opened, and with what in place of its own parts. Two equal specifications give the
 * same model.
 *
 * <pre>{@code
 * ModelSpec spec = ModelSpec.of("microscopy-128").withVae("/models/vae-ft-mse");
 * try (DiffusionModel model = DiffusionModel.open(library.locate(spec))) { ... }
 * }</pre>
 *
 * @param model a name in a models folder, or a path
 * @param vae an autoencoder to use instead of the model's own, likewise a name or a path; empty for
 *     the model's own
 */
public record ModelSpec(String model, String vae) {

    /** Blank is empty. */
    public ModelSpec {
        Objects.requireNonNull(model, "model");
        vae = vae.strip();
    }

    /** A model as it is. */
    public static ModelSpec of(String model) {
        return new ModelSpec(model, "");
    }

    /** A model as it is. */
    public static ModelSpec of(Path model) {
        return of(model.toString());
    }

    /** The same with another autoencoder. */
    public ModelSpec withVae(String newVae) {
        return new ModelSpec(model, newVae);
    }

    /** Whether the model's own autoencoder is replaced. */
    public boolean hasVae() {
        return !vae.isEmpty();
    }

    /** The name of the file or folder, or of the model, that the other autoencoder is of. */
    public String vaeName() {
        Path name = vaePath().getFileName();
        Path parent = vaePath().getParent();
        boolean ofModel = name.endsWith(ModelSource.VAE) && parent != null;
        return (ofModel ? parent.getFileName() : name).toString();
    }

    /** The parts to load; all names must be paths, see {@link ModelLibrary#locate}. */
    ModelSource source() throws IOException {
        ModelSource source = ModelSource.open(Path.of(model));
        return hasVae() ? new OtherVae(source, vaePath()) : source;
    }

    private Path vaePath() {
        return Path.of(vae);
    }
}
