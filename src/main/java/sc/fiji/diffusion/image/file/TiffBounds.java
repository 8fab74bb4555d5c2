// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares what a TIFF (TIFF Revision 6.0, section 2) says of itself with its length, as far as
 * {@link ij.io.TiffDecoder} and {@link ij.io.ImageReader} act on it.
 *
 * @param planes how many planes ImageJ finds, if it can read all of them
 * @param memory the bytes that their pixels take
 */
record TiffBounds(long planes, long memory) {

    private static final int MAGIC = 42;
    private static final int BIG_MAGIC = 43;
    private static final int HEADER_BYTES = 8;
    private static final int MOST_ENTRIES = 1000;
    private static final long LOW_32_BITS = 0xffffffffL;

    /** Directories may share what they refer to, such as a table of colours. */
    private static final int MOST_SHARED = 16;

    /** Whether a file begins as a TIFF that ImageJ decodes itself. */
    static boolean isTiff(Bytes file) throws IOException {
        return begins(file, MAGIC);
    }

    /** Whether a file begins as a TIFF with offsets of 64 bits. */
    static boolean isBig(Bytes file) throws IOException {
        return begins(file, BIG_MAGIC);
    }

    private static boolean begins(Bytes file, int magic) throws IOException {
        if (!file.holds(0, HEADER_BYTES)) return false;
        short mark = file.at(0, 2).getShort();
        return (mark == 0x4949 || mark == 0x4d4d) && file.at(2, 2, order(file)).getShort() == magic;
    }

    private static ByteOrder order(Bytes file) throws IOException {
        boolean little = file.at(0, 1).get() == 'I';
        return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /**
     * Checks a file.
     *
     * @throws FileContentException saying what does not fit
     */
    static TiffBounds check(Bytes file) throws IOException {
        if (!isTiff(file)) throw new FileContentException("it does not begin as a TIFF does");
        List<TiffDirectory> directories = directories(file);
        TiffMetadata.check(file, order(file), directories);
        TiffPixels first = directories.get(0).pixels();
        if (first.isJpeg()) {
            throw new FileContentException(
                    "its pixels are packed as JPEG, which ImageJ cannot read");
        }
        long contiguous = directories.get(0).contiguousPlanes();
        if (contiguous > 1 && first.isReadable()) {
            first.check(contiguous);
            return new TiffBounds(contiguous, contiguous * first.memory());
        }
        long memory = 0;
        boolean alike = true;
        for (TiffDirectory directory : directories) {
            TiffPixels pixels = directory.pixels();
            if (!pixels.isReadable() && !pixels.isJpeg())
                return new TiffBounds(1, 0); // ImageJ says why
            if (!pixels.isJpeg()) pixels.check(1);
            memory += pixels.memory();
            alike &= pixels.isLike(first);
        }
        return alike
                ? new TiffBounds(directories.size(), memory)
                : new TiffBounds(1, first.memory()); // ImageJ opens the first alone
    }

    /** As many as ImageJ reads. */
    private static List<TiffDirectory> directories(Bytes file) throws IOException {
        ByteOrder order = order(file);
        List<TiffDirectory> directories = new ArrayList<>();
        Set<Long> places = new HashSet<>();
        long referred = 0;
        long at = file.at(4, 4, order).getInt() & LOW_32_BITS;
        while (at > 0) {
            String name = "its directory " + (directories.size() + 1);
            if (!places.add(at)) throw new FileContentException(name + " is one of those before");
            if (!file.holds(at, 2)) throw new FileContentException(name + cutOff(file, at));
            int entries = Short.toUnsignedInt(file.at(at, 2, order).getShort());
            long length = (long) entries * TiffDirectory.ENTRY_BYTES;
            if (entries < 1 || entries > MOST_ENTRIES || !file.holds(at + 2, length + 4)) {
                throw new FileContentException(
                        name + " at byte " + at + " is said to have " + entries + " entries");
            }
            ByteBuffer bytes = file.at(at + 2, length + 4, order);
            TiffDirectory directory = new TiffDirectory(file, bytes, directories.isEmpty());
            referred += length + directory.checkReferences(name);
            if (referred > MOST_SHARED * file.size()) {
                throw new FileContentException(name + " refers to more than the file holds");
            }
            if (!directories.isEmpty() && directory.isPrivate()) break;
            directories.add(directory);
            at = directory.contiguousPlanes() > 1 ? 0 : bytes.getInt((int) length) & LOW_32_BITS;
        }
        if (directories.isEmpty()) throw new FileContentException("it holds no directory");
        return directories;
    }

    private static String cutOff(Bytes file, long at) {
        return " is at byte " + at + ", and the file ends at byte " + file.size();
    }
}
