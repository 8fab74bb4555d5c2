// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What went wrong with a file, in words for the user. Java says of many errors nothing but the path
 * of the file, or nothing but the words of the system.
 */
public final class FileProblem {

    private static final String[] FULL = {
        "no space left", "not enough space", "quota exceeded", "disk full"
    };

    /** Less than this is no room. */
    private static final long NO_ROOM = 1 << 16;

    private FileProblem() {}

    /** What went wrong, the file, and what to do. */
    public static String describe(IOException error) {
        if (error instanceof FileSystemException e && e.getFile() != null) return describe(e);
        if (isFull(error.getMessage())) return "the disk is full; make room and do the same again";
        if (error.getMessage() != null) return error.getMessage();
        return "a file could not be read or written (" + error.getClass().getSimpleName() + ")";
    }

    private static String describe(FileSystemException e) {
        String file = e.getOtherFile() == null ? e.getFile() : e.getOtherFile();
        if (e.getReason() == null) return file + problem(e);
        if (isFull(e.getReason())) return full(file);
        if (e.getReason().toLowerCase(Locale.ROOT).contains("read-only")) {
            return file + " cannot be written, its disk is read-only; choose another place";
        }
        return file + ": " + e.getReason();
    }

    private static String problem(FileSystemException e) {
        if (e instanceof NoSuchFileException) return " does not exist";
        if (e instanceof AccessDeniedException) {
            return " may not be read or written; check the rights of the file and its folder, or"
                    + " choose another place";
        }
        if (e instanceof FileAlreadyExistsException) return " exists already; choose another name";
        if (e instanceof DirectoryNotEmptyException) return " is a folder that is not empty";
        if (e instanceof NotDirectoryException) return " is no folder";
        return " cannot be used";
    }

    private static String full(String file) {
        return "the disk of " + file + " is full; make room and do the same again";
    }

    /**
     * What to say of a file that could not be written where nothing tells why: that the disk is
     * full, if it is.
     */
    public static IOException notWritten(Path file) {
        return new IOException(
                hasNoRoom(file)
                        ? full(file.toString())
                        : "cannot write " + file + "; check the rights of its folder");
    }

    /** The same, where something does. */
    public static IOException notWritten(Path file, IOException cause) {
        boolean full = isFull(cause) || hasNoRoom(file);
        return new IOException(full ? full(file.toString()) : describe(cause), cause);
    }

    /** The error with the file in its message, which Java leaves out where a disk is full. */
    public static IOException naming(Path file, IOException error) {
        return isFull(error.getMessage()) ? notWritten(file, error) : error;
    }

    private static boolean hasNoRoom(Path file) {
        try {
            return FreeSpace.of(file) < NO_ROOM;
        } catch (IOException e) {
            return false; // the system does not tell
        }
    }

    private static boolean isFull(Throwable error) {
        return error != null && (isFull(error.getMessage()) || isFull(error.getCause()));
    }

    private static boolean isFull(String message) {
        String text = String.valueOf(message).toLowerCase(Locale.ROOT);
        return Stream.of(FULL).anyMatch(text::contains);
    }
}
