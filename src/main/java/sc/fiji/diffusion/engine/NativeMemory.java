// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells libtorch's refusals for want of memory from other errors. */
public final class NativeMemory {

    /** Of libtorch and CUDA, the system and its loader, C++, and oneDNN, which says no more. */
    private static final String[] SIGNS = {
        "out of memory",
        "not enough memory",
        "can't allocate memory",
        "cannot allocate memory",
        "failed to map segment",
        "bad_alloc",
        "could not create a primitive",
        "could not execute a primitive",
        "could not create a memory"
    };

    private NativeMemory() {}

    /** Whether an error, or what caused it, says that memory is exhausted. */
    public static boolean isExhausted(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof OutOfMemoryError || sign(e).isPresent()) return true;
        }
        return false;
    }

    /** The line of an error's long message that says so, else the first one. */
    public static String reason(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            Optional<String> sign = sign(e);
            if (sign.isPresent()) return sign.get();
        }
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }

    private static Optional<String> sign(Throwable error) {
        return String.valueOf(error.getMessage()).lines().filter(NativeMemory::isSign).findFirst();
    }

    private static boolean isSign(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return Stream.of(SIGNS).anyMatch(lower::contains);
    }
}
