// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Strips of a TIFF that are packed by zlib. ImageJ waits for ever for the end of one that has none,
 * and takes memory for all that comes out of it.
 */
final class Inflation {

    private static final int BLOCK = 1 << 16;

    /** What may come out beyond the pixels. */
    private static final long SLACK = 1 << 16;

    private Inflation() {}

    /**
     * Checks that a strip comes to its end.
     *
     * @param most the bytes that all strips should hold
     */
    static void check(Bytes file, long offset, long length, long most) throws IOException {
        Inflater inflater = new Inflater();
        byte[] out = new byte[BLOCK];
        try {
            for (long done = 0; !inflater.finished(); done += BLOCK) {
                if (done >= length || inflater.needsDictionary()) {
                    throw new FileContentException("the packed strip at " + offset + " has no end");
                }
                inflater.setInput(file.at(offset + done, Math.min(BLOCK, length - done)));
                while (!inflater.needsInput() && !inflater.finished()) {
                    if (inflater.inflate(out) == 0 && inflater.needsDictionary()) break;
                    requireSmall(inflater.getBytesWritten(), offset, most + SLACK);
                }
            }
        } catch (DataFormatException e) {
            throw new FileContentException(
                    "the packed strip at " + offset + " cannot be unpacked: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static void requireSmall(long bytes, long offset, long most) throws IOException {
        if (bytes <= most) return;
        throw new FileContentException(
                "the packed strip at "
                        + offset
                        + " holds more than its pixels, "
                        + most
                        + " bytes");
    }
}
