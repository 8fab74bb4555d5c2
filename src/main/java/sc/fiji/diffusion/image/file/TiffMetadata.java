// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import static ij.io.TiffDecoder.META_DATA;
import static ij.io.TiffDecoder.META_DATA_BYTE_COUNTS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * ImageJ's own blocks in a TIFF (tags 50838 and 50839): info, labels, display ranges, selections.
 * The first block is a header: for each type of blocks how many there are.
 */
final class TiffMetadata {

    private static final int MAGIC = 0x494a494a;
    private static final int ROI = 0x726f6920;
    private static final int OVERLAY = 0x6f766572;
    private static final int SHORTEST_HEADER = 12;
    private static final int LONGEST_HEADER = 804;

    private final Bytes file;
    private final long[] lengths;

    private TiffMetadata(Bytes file, long[] lengths) {
        this.file = file;
        this.lengths = lengths;
    }

    /** Checks the blocks of all directories. */
    static void check(Bytes file, ByteOrder order, List<TiffDirectory> directories)
            throws IOException {
        long[] lengths = {};
        for (TiffDirectory directory : directories) {
            if (directory.has(META_DATA_BYTE_COUNTS)) {
                lengths = directory.values(META_DATA_BYTE_COUNTS);
            }
            if (directory.has(META_DATA) && lengths.length > 0) {
                new TiffMetadata(file, lengths).check(directory.value(META_DATA, 0), order);
            }
        }
    }

    private void check(long at, ByteOrder order) throws IOException {
        if (lengths[0] < SHORTEST_HEADER || lengths[0] > LONGEST_HEADER) return; // not ImageJ's
        ByteBuffer header = file.at(at, lengths[0], order);
        if (header.getInt() != MAGIC) return;
        long block = at + lengths[0];
        int index = 1;
        while (header.remaining() >= 8) {
            int type = header.getInt();
            long count = Integer.toUnsignedLong(header.getInt());
            if (count < 1 || count > lengths.length - index) {
                throw new FileContentException(
                        "ImageJ's data in it are said to have "
                                + count
                                + " more blocks, and there are "
                                + (lengths.length - index));
            }
            for (int end = index + (int) count; index < end; index++) {
                checkBlock(type, block, lengths[index]);
                block += lengths[index];
            }
        }
    }

    private void checkBlock(int type, long at, long length) throws IOException {
        if (!file.holds(at, length)) {
            throw new FileContentException(
                    "a block of ImageJ's data in it has "
                            + length
                            + " bytes from byte "
                            + at
                            + " on, and the file has "
                            + file.size());
        }
        if (type != ROI && type != OVERLAY) return;
        byte[] roi = new byte[(int) length];
        file.at(at, length).get(roi);
        RoiBounds.check(roi);
    }
}
