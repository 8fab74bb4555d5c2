// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import sc.fiji.diffusion.weights.Sha256;

/** One hash of the weights that make a model's images, whatever its kind. */
public final class WeightsHash {

    private static final int DEPTH = 3;

    /** What measures images rather than making them. */
    private static final Set<String> BESIDE = Set.of("clip", "classifier");

    private WeightsHash() {}

    /**
     * The hash of a model.
     *
     * @param model its folder, or its file
     * @throws IOException if it cannot be read
     */
    public static String of(Path model) throws IOException {
        if (Files.isRegularFile(model)) return Sha256.of(model);
        try (Stream<Path> files = Files.walk(model, DEPTH)) {
            List<Path> weights =
                    files.filter(file -> file.toString().endsWith(".safetensors"))
                            .filter(file -> !BESIDE.contains(part(model, file)))
                            .toList();
            return Sha256.of(weights);
        }
    }

    private static String part(Path model, Path file) {
        return model.relativize(file).getName(0).toString();
    }
}
