// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.util.Locale;
import java.util.stream.Stream;

/** Tells libtorch's refusals for want of memory from other errors. */
public final class NativeMemory {

    private static final String[] SIGNS = {
        "out of memory", "not enough memory", "can't allocate memory", "cannot allocate memory"
    };

    private NativeMemory() {}

    /** Whether an error, or what caused it, says that memory is exhausted. */
    public static boolean isExhausted(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (e instanceof OutOfMemoryError || Stream.of(SIGNS).anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }
}
