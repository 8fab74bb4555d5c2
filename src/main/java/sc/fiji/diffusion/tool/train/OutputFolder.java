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
 * @param resumed whether it held a run before
 */
record OutputFolder(Path path, boolean resumed) {

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
        Path path = path(kind, nameOrPath.strip());
        boolean resumed = RunFolder.isRun(path.resolve(RUN));
        if (!resumed) requireEmpty(path);
        return new OutputFolder(path, resumed);
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

    private static void requireEmpty(Path path) throws IOException {
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

    /**
     * Does what comes before the first step. If it fails in a new run, what was written into the
     * folder is taken away, so that the next call may have other settings.
     */
    <T> T prepare(Preparation<T> preparation) throws IOException {
        try {
            return preparation.run();
        } catch (IOException | RuntimeException e) {
            if (!resumed) deleteAfter(e);
            throw e;
        }
    }

    private void deleteAfter(Exception error) {
        try {
            delete(path);
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }

    /** Takes away a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** What the key model takes to use it. */
    String name() {
        return path.getFileName().toString();
    }

    /** What is done before the first step. */
    @FunctionalInterface
    interface Preparation<T> {

        /** Does it. */
        T run() throws IOException;
    }
}
