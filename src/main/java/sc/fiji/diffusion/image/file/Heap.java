// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;

/** The memory that ImageJ has left. */
final class Heap {

    private static final int MEGABYTE = 1 << 20;

    private Heap() {}

    /**
     * Checks that pixels fit, before they are read: ImageJ would open a part of a stack.
     *
     * @param bytes that the pixels take
     */
    static void require(long bytes) throws IOException {
        if (bytes <= left()) return;
        boolean possible = bytes <= Runtime.getRuntime().maxMemory();
        if (possible) System.gc(); // what nobody needs any more counts as used until then
        if (bytes <= left()) return;
        throw new FileContentException(
                "its pixels take "
                        + (bytes / MEGABYTE + 1)
                        + " MB, and ImageJ has "
                        + left() / MEGABYTE
                        + " MB left; close images, or give it more by Edit > Options > Memory &"
                        + " Threads");
    }

    /** In bytes. */
    static long left() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
}
