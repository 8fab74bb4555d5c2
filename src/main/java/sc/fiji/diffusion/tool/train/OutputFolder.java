// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.train.run.RunFolder;

/**
 * Where a run goes: a folder of its own, which becomes the model, with the run's records in {@code
 * training} inside it.
 *
 * @param path the model's folder
 */
record OutputFolder(Path path) {

    private static final String RUN = "training";

    /**
     * The folder of a name or path.
     *
     * @param nameOrPath a name, for a folder in the first models folder, or a path
     * @throws IOException if it is there and holds something else than a run
     */
    static OutputFolder of(String nameOrPath) throws IOException {
        return in("", nameOrPath);
    }

    /** The same where a name is for a folder inside a folder of the models folder. */
    static OutputFolder in(String kind, String nameOrPath) throws IOException {
        if (nameOrPath.isBlank()) {
            throw new IllegalArgumentException(
                    "output must name the new model, such as my-nuclei, was empty");
        }
        OutputFolder output = new OutputFolder(path(kind, nameOrPath.strip()));
        if (!RunFolder.isRun(output.run())) output.requireEmpty();
        return output;
    }

    private static Path path(String kind, String nameOrPath) {
        try {
            Path path = Path.of(nameOrPath);
            boolean name = path.getNameCount() == 1 && !path.isAbsolute();
            return (name ? Models.shared().folderOfNew(kind).resolve(nameOrPath) : path)
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "output must be a name or a folder, was \"" + nameOrPath + "\"", e);
        }
    }

    private void requireEmpty() throws IOException {
        if (!Files.exists(path)) return;
        if (Files.isDirectory(path)) {
            try (Stream<Path> entries = Files.list(path)) {
                if (entries.findAny().isEmpty()) return;
            }
        }
        throw new IOException(
                path
                        + " exists and holds no training run; choose another output, so that nothing"
                        + " is overwritten");
    }

    /** The folder of the run's records. */
    Path run() {
        return path.resolve(RUN);
    }

    /** Takes away the folder with all that was written into it. */
    void delete() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** The same after an error, which matters more than one in this. */
    void deleteAfter(Exception error) {
        try {
            delete();
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }

    /** What the key model takes to use it. */
    String name() {
        return path.getFileName().toString();
    }
}
