// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import java.util.concurrent.ThreadLocalRandom;

/** Seeds as users write them. */
public final class Seeds {

    /** Random seeds stay short enough to be copied by hand. */
    private static final int BOUND = 1_000_000_000;

    private Seeds() {}

    /**
     * Reads a seed.
     *
     * @param text a whole number; empty or null for a random one
     * @throws IllegalArgumentException if it is neither
     */
    public static long parse(String text) {
        if (text == null || text.isBlank()) return ThreadLocalRandom.current().nextInt(BOUND);
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "seed must be a whole number, was \""
                            + text
                            + "\"; leave it out for a random one",
                    e);
        }
    }
}
