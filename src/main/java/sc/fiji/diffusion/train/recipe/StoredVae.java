// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.diffusion.weights.Sha256;

/**
 * An autoencoder that is there already, for models of latents.
 *
 * @param folder with config.json and weights
 */
public record StoredVae(Path folder) {

    /** The autoencoder that a folder is, or that the model in it has. */
    public static Optional<StoredVae> in(Path folder) {
        return Stream.of(folder.resolve("vae"), folder)
                .filter(candidate -> Files.exists(candidate.resolve("config.json")))
                .findFirst()
                .map(StoredVae::new);
    }

    /**
     * SHA-256 over its weights.
     *
     * @throws IOException if there are none, or they cannot be read
     */
    public String hash() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> weights =
                    files.filter(file -> file.toString().endsWith(".safetensors")).toList();
            if (!weights.isEmpty()) return Sha256.of(weights);
        }
        throw new IOException(
                folder
                        + " has a config.json but no weights (*.safetensors); vae must be the"
                        + " folder of an autoencoder or of a model");
    }
}
