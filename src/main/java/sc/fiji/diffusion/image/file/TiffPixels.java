// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import static ij.io.TiffDecoder.BITS_PER_SAMPLE;
import static ij.io.TiffDecoder.COMPRESSION;
import static ij.io.TiffDecoder.IMAGE_LENGTH;
import static ij.io.TiffDecoder.IMAGE_WIDTH;
import static ij.io.TiffDecoder.SAMPLES_PER_PIXEL;
import static ij.io.TiffDecoder.SAMPLE_FORMAT;
import static ij.io.TiffDecoder.STRIP_BYTE_COUNT;
import static ij.io.TiffDecoder.STRIP_OFFSETS;
import static ij.io.TiffDecoder.TILE_WIDTH;

import java.io.IOException;
import java.util.Set;
import java.util.stream.LongStream;

/** Where the pixels of a directory are, and how many bytes they take in the file and in memory. */
final class TiffPixels {

    private static final int NONE = 1;
    private static final int LZW = 5;
    private static final int JPEG = 7;
    private static final int ADOBE_DEFLATE = 8;
    private static final int PACK_BITS = 32773;
    private static final int DEFLATE = 32946;

    private static final Set<Long> COMPRESSIONS =
            Set.of(0L, 1L, (long) LZW, (long) ADOBE_DEFLATE, (long) PACK_BITS, (long) DEFLATE);

    private static final Set<Long> BITS = Set.of(1L, 8L, 10L, 12L, 16L, 32L);
    private static final int FLOAT = 3;

    /** No compression in TIFF makes a byte of more; LZW, the best, has words of about 3,800. */
    private static final long MOST_PACKED = 4096;

    private final Bytes file;
    private final long width;
    private final long height;
    private final long bits;
    private final long samples;
    private final long compression;
    private final boolean readable;
    private final long[] offsets;
    private final long[] lengths;
    private final boolean misread;

    TiffPixels(Bytes file, TiffDirectory directory) throws IOException {
        this.file = file;
        width = directory.value(IMAGE_WIDTH, 0);
        height = directory.value(IMAGE_LENGTH, 0);
        samples = directory.value(SAMPLES_PER_PIXEL, 1);
        bits = directory.firstOf(BITS_PER_SAMPLE, 1);
        long stated = directory.value(COMPRESSION, NONE);
        boolean half = bits == 16 && directory.value(SAMPLE_FORMAT, 1) == FLOAT;
        compression = stated == 0 ? NONE : stated;
        readable =
                COMPRESSIONS.contains(compression)
                        && BITS.contains(bits)
                        && !half
                        && !directory.has(TILE_WIDTH);
        offsets = directory.values(STRIP_OFFSETS);
        lengths = directory.values(STRIP_BYTE_COUNT);
        misread = directory.isMisread(STRIP_BYTE_COUNT);
    }

    /** Whether ImageJ itself knows how they are stored; if not, it says why. */
    boolean isReadable() {
        return readable;
    }

    /** Whether they are a JPEG, which ImageJ takes for what it is not if it is small. */
    boolean isJpeg() {
        return compression == JPEG;
    }

    /** Whether both can be planes of one stack. */
    boolean isLike(TiffPixels other) {
        return width == other.width
                && height == other.height
                && bits == other.bits
                && samples == other.samples;
    }

    /** The bytes that they take in memory. */
    long memory() {
        if (bits == 8 && (samples == 3 || samples == 4)) return width * height * 4;
        return width * height * samples * (bits <= 8 ? 1 : bits <= 16 ? 2 : 4);
    }

    /** The bytes that they take in a file without compression. */
    private long stored() {
        if (bits == 10 || bits == 12) return (width * bits / 8 + (width & 1)) * height * samples;
        return (width * bits + 7) / 8 * height * samples;
    }

    /**
     * Checks that they are in the file.
     *
     * @param planes how many of this size follow each other
     */
    void check(long planes) throws IOException {
        requireSize();
        if (offsets.length == 0) {
            throw new FileContentException("it does not say where its pixels are");
        }
        if (compression != NONE) {
            checkPacked();
        } else if (offsets.length == 1 || bits == 8 && samples == 1) { // contiguous for ImageJ
            requireInside(offsets[0], Math.multiplyExact(stored(), planes));
        } else {
            checkStrips();
        }
    }

    private void requireSize() throws IOException {
        boolean positive = width > 0 && height > 0 && samples > 0;
        if (positive && width < 1L << 31 && height < 1L << 31) {
            if (width * height < 1L << 31 && samples < 1 << 16) return;
        }
        throw new FileContentException(
                "it is said to be "
                        + width
                        + " x "
                        + height
                        + " pixels of "
                        + samples
                        + " samples; ImageJ takes up to 2147483647 pixels");
    }

    private void checkStrips() throws IOException {
        requireLengths();
        long left = stored();
        for (int i = 0; i < offsets.length; i++) {
            requireInside(offsets[i], Math.min(left, lengths[i]));
            left = Math.max(0, left - lengths[i]);
        }
        if (left > 0) {
            throw new FileContentException("its strips lack " + left + " bytes of its pixels");
        }
    }

    private void checkPacked() throws IOException {
        requireLengths();
        long sum = LongStream.of(lengths).sum();
        for (int i = 0; i < offsets.length; i++) requireInside(offsets[i], lengths[i]);
        if (sum > 2 * file.size() || stored() > sum * MOST_PACKED) {
            throw new FileContentException(
                    width
                            + " x "
                            + height
                            + " pixels cannot be packed in strips of together "
                            + sum
                            + " bytes");
        }
        if (compression != ADOBE_DEFLATE && compression != DEFLATE) return;
        for (int i = 0; i < offsets.length; i++) {
            Inflation.check(file, offsets[i], lengths[i], stored());
        }
    }

    private void requireLengths() throws IOException {
        if (misread) {
            throw new FileContentException(
                    "ImageJ misreads the lengths of its two strips, which are short numbers; save"
                            + " it again in one strip");
        }
        if (offsets.length <= lengths.length && offsets.length <= height * samples) return;
        throw new FileContentException(
                "it is said to have "
                        + offsets.length
                        + " strips of pixels, the lengths of "
                        + lengths.length
                        + ", and "
                        + height
                        + " lines");
    }

    private void requireInside(long offset, long length) throws IOException {
        if (file.holds(offset, length)) return;
        throw new FileContentException(
                "it is cut off: its pixels take "
                        + length
                        + " bytes from byte "
                        + offset
                        + " on, and the file has "
                        + file.size());
    }
}
