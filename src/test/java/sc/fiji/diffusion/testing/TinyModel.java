// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of the smallest reference model, to be damaged or renamed. */
public final class TinyModel {

    private TinyModel() {}

    /** Copies the model to a folder, which it makes, and returns that. */
    public static Path copyTo(Path target) throws IOException {
        Path source = Reference.path("models/tiny-sd1");
        Files.createDirectories(target.getParent());
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
        return target;
    }
}
