// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Files that hold the old content or the new one, whenever the process ends or the disk is full:
 * the new content is written beside them, under another name, and then moved.
 */
public final class WholeFile {

    private static final String PART = ".part";
    private static final int ATTEMPTS = 5;
    private static final int PAUSE_MILLIS = 50;

    private WholeFile() {}

    /** Puts the content of a file into another path. */
    @FunctionalInterface
    public interface Content {

        /** Writes a new file. */
        void writeTo(Path part) throws IOException;
    }

    /**
     * Writes a text in UTF-8, unless the file holds it already. Halves of characters, which are no
     * text, become question marks.
     *
     * @throws IOException if it cannot be written; the file is as it was
     */
    public static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (holds(file, bytes)) return;
        write(
                file,
                part ->
                        Files.write(
                                part,
                                bytes,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.SYNC));
    }

    private static boolean holds(Path file, byte[] bytes) throws IOException {
        boolean mayHold = Files.isRegularFile(file) && Files.size(file) == bytes.length;
        return mayHold && Arrays.equals(Files.readAllBytes(file), bytes);
    }

    /**
     * Writes a file, or replaces it.
     *
     * @throws IOException if it cannot be written; the file is as it was, and nothing is beside it
     */
    public static void write(Path file, Content content) throws IOException {
        Path part = part(file);
        try {
            content.writeTo(part);
            move(part, file);
        } catch (IOException e) {
            throw FileProblem.naming(file, e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Where the new content of a file is until it is whole. */
    public static Path part(Path file) {
        return file.resolveSibling("." + file.getFileName() + PART);
    }

    /** Writes the new content of a folder that is not there yet, and gives it its name. */
    public static void writeFolder(Path folder, Content content) throws IOException {
        Path part = part(folder);
        try {
            Folders.delete(part);
            content.writeTo(part);
            move(part, folder);
        } finally {
            Folders.delete(part);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                moveNow(part, file);
                return;
            } catch (AccessDeniedException e) {
                if (attempt == ATTEMPTS || !Files.isWritable(file)) throw e;
                awaitUnmapping();
            }
        }
    }

    private static void moveNow(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Windows replaces no file that is mapped, and Java unmaps what it has collected as garbage.
     */
    private static void awaitUnmapping() throws IOException {
        System.gc();
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a file was written", e);
        }
    }
}
