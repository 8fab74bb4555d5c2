// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether something fits on a disk. */
public final class FreeSpace {

    private static final long SPARE = 64L << 20;

    private FreeSpace() {}

    /**
     * Refuses what does not fit.
     *
     * @param folder an existing folder on the disk
     * @throws IOException naming what is needed and what is there
     */
    static void require(Path folder, long bytes) throws IOException {
        require(folder, bytes, Files.getFileStore(folder).getUsableSpace());
    }

    static void require(Path folder, long bytes, long free) throws IOException {
        if (bytes + SPARE > free) {
            throw new IOException(
                    folder
                            + " has "
                            + describe(free)
                            + " left, and "
                            + describe(bytes)
                            + " are needed; make room, or choose another models folder");
        }
    }

    /** A size for people, such as {@code 4.3 GB}. */
    public static String describe(long bytes) {
        if (bytes < 1_000_000) return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
        if (bytes < 1_000_000_000) return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
