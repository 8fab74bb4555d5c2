// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something failed, in words: what many exceptions of Java say is a mere name or number. */
public final class Reason {

    private Reason() {}

    /** What an exception means. */
    public static String of(Throwable e) {
        if (e instanceof NoSuchFileException) return "the file is not there";
        if (e instanceof AccessDeniedException) return "access is denied";
        if (e instanceof FileSystemException disk && disk.getReason() != null) {
            return disk.getReason();
        }
        boolean says = e.getMessage() != null && !e.getMessage().isBlank();
        boolean words = e instanceof FileContentException || e.getClass() == IOException.class;
        if (says && words) return e.getMessage();
        return e.getClass().getSimpleName() + (says ? " (" + e.getMessage() + ")" : "");
    }
}
