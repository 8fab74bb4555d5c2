// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.util.Locale;
import java.util.stream.Stream;

/** What to say when Java's memory, in which images lie, does not suffice. */
final class HeapNeed {

    /** How virtual machines call the memory that Edit &gt; Options &gt; Memory sets. */
    private static final String[] SIGNS = {"heap", "array size", "gc overhead"};

    private static final int BITS_A_BYTE = 8;
    private static final int MB = 1 << 20;

    private HeapNeed() {}

    /** Whether an error, or what caused it, says that this memory does not suffice. */
    static boolean isExceeded(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            boolean heap = e.getMessage() == null || Stream.of(SIGNS).anyMatch(message::contains);
            if (e instanceof OutOfMemoryError && heap) return true;
        }
        return false;
    }

    /**
     * How large the image is, what is needed, and where to give ImageJ more.
     *
     * @param image that was worked on; null if there is none
     */
    static String describe(ImagePlus image) {
        long has = Runtime.getRuntime().maxMemory();
        String little = "Java's memory does not suffice; ImageJ has " + has / MB + " MB of it. ";
        if (image == null) return little + more(2 * has) + "; fewer or smaller images need less";
        long size = size(image);
        return String.format(
                Locale.ROOT,
                "%s\"%s\" has %d x %d pixels of %d bits in %d planes, which take %.1f MB, and a copy"
                        + " for the result as much. %s; or work on a part of the image"
                        + " (Image > Duplicate)",
                little,
                image.getTitle(),
                image.getWidth(),
                image.getHeight(),
                image.getBitDepth(),
                image.getStackSize(),
                (double) size / MB,
                more(has + 2 * size));
    }

    /** Of a virtual stack one plane lies in memory. */
    private static long size(ImagePlus image) {
        boolean virtual = image.getStackSize() > 1 && image.getStack().isVirtual();
        long planes = virtual ? 1 : image.getStackSize();
        int bytes = Math.max(BITS_A_BYTE, image.getBitDepth() == 24 ? 32 : image.getBitDepth());
        return planes * image.getWidth() * image.getHeight() * (bytes / BITS_A_BYTE);
    }

    private static String more(long bytes) {
        return "Set "
                + bytes / MB
                + " MB or more at Edit > Options > Memory & Threads and start ImageJ again";
    }
}
