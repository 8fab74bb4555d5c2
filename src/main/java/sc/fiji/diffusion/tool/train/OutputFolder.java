// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.FolderLock;
import sc.fiji.diffusion.files.Folders;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.train.run.RunFolder;

/**
 * Where a run goes: a folder of its own, which becomes the model, with the run's records in {@code
 * training} inside it. One run at a time has it; a run that has written nothing leaves nothing.
 */
final class OutputFolder implements AutoCloseable {

    private static final String RUN = "training";

    private final Path path;
    private final boolean resumed;
    private final FolderLock lock;

    private OutputFolder(Path path) throws IOException {
        this.path = path;
        if (!holdsRun()) requireEmpty();
        try {
            Files.createDirectories(run());
            lock = FolderLock.take(run());
        } catch (IOException e) {
            deleteEmpty();
            throw new IOException("no run can begin: " + FileProblem.describe(e), e);
        }
        resumed = holdsRun();
    }

    /**
     * The folder of a name or path.
     *
     * @param nameOrPath a name, for a folder in the first models folder, or a path
     * @throws IOException if it is there and holds something else than a run, if another run writes
     *     into it, or if it cannot be written
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
        return new OutputFolder(path(kind, nameOrPath.strip()));
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

    private boolean holdsRun() {
        return RunFolder.isRun(run());
    }

    /** A run that could not even write its settings leaves its folders, at most. */
    private void requireEmpty() throws IOException {
        if (!Files.exists(path)) return;
        if (Files.isDirectory(path)) {
            try (Stream<Path> entries = Files.walk(path)) {
                if (entries.allMatch(this::isOfRunThatNeverBegan)) return;
            }
        }
        if (holdsRun()) return; // another process has just begun it
        throw new IOException(
                path
                        + " exists and holds no training run; choose another output, so that nothing"
                        + " is overwritten");
    }

    private boolean isOfRunThatNeverBegan(Path entry) {
        List<Path> files =
                List.of(path, run(), run().resolve(FolderLock.FILE), RunFolder.unfinished(run()));
        return files.contains(entry);
    }

    Path path() {
        return path;
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
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (!resumed) deleteAfter(e);
            throw e;
        }
    }

    private void deleteAfter(Throwable error) {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }

    /**
     * Asks whether there is room for what the run writes; this belongs to what comes before the
     * first step.
     *
     * @param bytes see {@link RunFolder#bytesToWrite}
     * @throws IOException if there is not, naming what is needed and what is there
     */
    void requireRoom(long bytes) throws IOException {
        prepare(
                () -> {
                    FreeSpace.require(path, bytes);
                    return null;
                });
    }

    /** What the key model takes to use it. */
    String name() {
        return path.getFileName().toString();
    }

    /** Lets other runs have the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
        deleteEmpty();
    }

    private void deleteEmpty() throws IOException {
        for (Path folder : List.of(run(), path)) {
            if (Files.isDirectory(folder) && isEmpty(folder)) Files.delete(folder);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** What is done before the first step. */
    @FunctionalInterface
    interface Preparation<T> {

        /** Does it. */
        T run() throws IOException;
    }
}
