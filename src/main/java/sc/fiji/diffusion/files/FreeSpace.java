// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether something fits on a disk. */
public final class FreeSpace {

    /** At most this is left free beside what is written, and a quarter of that beside little. */
    private static final long SPARE = 64L << 20;

    private FreeSpace() {}

    /**
     * Refuses what does not fit.
     *
     * @param folder on the disk; it need not exist yet
     * @throws IOException naming what is needed and what is there
     */
    public static void require(Path folder, long bytes) throws IOException {
        require(folder, bytes, of(folder));
    }

    static void require(Path folder, long bytes, long free) throws IOException {
        long needed = bytes + Math.min(SPARE, bytes / 4);
        if (needed <= free) return;
        throw new IOException(
                folder
                        + " has "
                        + describe(free)
                        + " left, and "
                        + describe(needed)
                        + " are needed; make room, or choose a folder on another disk");
    }

    /**
     * Bytes that can be written on the disk of a file or folder, which need not exist yet.
     *
     * @throws IOException if the system does not tell
     */
    public static long of(Path path) throws IOException {
        Path there = path.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) there = there.getParent();
        return Files.getFileStore(there).getUsableSpace();
    }

    /** A size for people, such as {@code 4.3 GB}. */
    public static String describe(long bytes) {
        if (bytes < 1_000_000) return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
        if (bytes < 1_000_000_000) return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
