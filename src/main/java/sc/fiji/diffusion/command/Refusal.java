// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import sc.fiji.diffusion.files.FileProblem;

/**
 * Says why there is no result, in a window or on the console, and stops the macro that asked. In
 * Fiji, neither a cancelled command nor a thrown exception would do both.
 */
public final class Refusal {

    private static final int LINE_LENGTH = 90;

    private Refusal() {}

    /**
     * Refuses with a message for the user. Within a macro it throws ImageJ's signal that the macro
     * is cancelled.
     */
    public static void show(String title, String message) {
        IJ.showStatus(title + ": not done");
        IJ.error(title, DiffusionCommand.hasWindow() ? wrap(message) : message);
        Macro.abort();
    }

    /** Stops quietly because the user asked for it. */
    private static void cancelled(String title) {
        IJ.showStatus(title + ": cancelled");
        Macro.abort();
    }

    /**
     * Refuses because of an error.
     *
     * @param image that was worked on; null if there is none
     */
    static void because(Throwable error, String title, ImagePlus image) {
        if (error instanceof RuntimeException e && Macro.MACRO_CANCELED.equals(e.getMessage())) {
            throw e;
        }
        boolean stopped =
                error instanceof CancellationException || error instanceof InterruptedIOException;
        if (stopped || error instanceof ClosedByInterruptException) cancelled(title);
        else show(title, message(error, image));
    }

    /**
     * Why there is no result, for the user. The stack trace of an error that should not be goes to
     * the log.
     *
     * @param image that was worked on; null if there is none
     */
    public static String message(Throwable error, ImagePlus image) {
        if (HeapNeed.isExceeded(error)) return HeapNeed.describe(image);
        if (error instanceof UncheckedIOException e) return FileProblem.describe(e.getCause());
        if (error instanceof IOException e) return FileProblem.describe(e);
        boolean expected = error instanceof IllegalArgumentException && error.getMessage() != null;
        if (expected) return error.getMessage();
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        IJ.log(trace.toString());
        return "Unexpected error, please report it with the log: " + error;
    }

    /** Breaks long lines at spaces. */
    public static String wrap(String text) {
        StringBuilder wrapped = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ")) {
            if (length > 0 && length + word.length() >= LINE_LENGTH) {
                wrapped.append('\n');
                length = 0;
            } else if (length > 0) {
                wrapped.append(' ');
            }
            wrapped.append(word);
            length += word.length() + 1;
        }
        return wrapped.toString();
    }
}
