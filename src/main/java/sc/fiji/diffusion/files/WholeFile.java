// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that hold the old content or the new one, whenever the process ends or the disk is full:
 * the new content is written beside them, under another name, and then moved.
 */
public final class WholeFile {

    private static final String PART = ".part";

    private WholeFile() {}

    /** Puts the content of a file into another path. */
    @FunctionalInterface
    public interface Content {

        /** Writes a new file. */
        void writeTo(Path part) throws IOException;
    }

    /**
     * Writes a text, unless the file holds it already.
     *
     * @throws IOException if it cannot be written; the file is as it was
     */
    public static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) return;
        write(
                file,
                part ->
                        Files.writeString(
                                part,
                                text,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.SYNC));
    }

    /**
     * Writes a file, or replaces it.
     *
     * @throws IOException if it cannot be written; the file is as it was, and nothing is beside it
     */
    public static void write(Path file, Content content) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + PART);
        try {
            content.writeTo(part);
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
