// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.nio.ByteBuffer;

/**
 * Looks for NaN and infinity among stored values, eight bytes at a time: both have all bits of the
 * exponent set, so that the exponent plus its lowest bit carries into the place of the sign.
 */
final class FiniteValues {

    /** Bytes between two looks at what was gathered. */
    private static final int BLOCK = 1 << 16;

    /** The first bits of a double that rounds to an infinite float32. */
    private static final long TOO_LARGE = Double.doubleToRawLongBits(0x1.ffffffp127);

    private FiniteValues() {}

    /**
     * The place of the first value that is NaN or infinite, or would be as a float32; -1 if there
     * is none, as in all formats of whole numbers.
     *
     * @param bytes little-endian
     */
    static int firstOther(DType dtype, ByteBuffer bytes) {
        int size = dtype.bytes();
        int at =
                switch (dtype) {
                    case F16 ->
                            find(bytes, size, lanes(0x7c00, 4), lanes(0x0400, 4), lanes(0x8000, 4));
                    case BF16 ->
                            find(bytes, size, lanes(0x7f80, 4), lanes(0x0080, 4), lanes(0x8000, 4));
                    case F32 ->
                            find(
                                    bytes,
                                    size,
                                    lanes(0x7f800000L, 2),
                                    lanes(0x00800000L, 2),
                                    lanes(0x80000000L, 2));
                    case F64 ->
                            find(
                                    bytes,
                                    size,
                                    Long.MAX_VALUE,
                                    Long.MIN_VALUE - TOO_LARGE,
                                    Long.MIN_VALUE);
                    default -> -1;
                };
        return at < 0 ? -1 : at / size;
    }

    /** The bytes of one value. */
    static ByteBuffer one(DType dtype, ByteBuffer bytes, int index) {
        int from = bytes.position() + index * dtype.bytes();
        return bytes.slice(from, dtype.bytes()).order(bytes.order());
    }

    /** The same bits for each of the values in eight bytes. */
    private static long lanes(long bits, int count) {
        long all = 0;
        for (int i = 0; i < count; i++) all |= bits << i * Long.SIZE / count;
        return all;
    }

    /** The byte at which a value begins whose masked bits and the addend carry; -1 if none does. */
    private static int find(ByteBuffer bytes, int size, long mask, long addend, long carry) {
        int from = bytes.position();
        int end = bytes.limit();
        for (int block = from; block < end; block += BLOCK) {
            int to = Math.min(end, block + BLOCK);
            if ((gathered(bytes, block, to, mask, addend) & carry) == 0) continue;
            for (int i = block; i < to; i += size) {
                long value = padded(bytes, i, i + size);
                if (((value & mask) + addend & carry) != 0) return i - from;
            }
        }
        return -1;
    }

    private static long gathered(ByteBuffer bytes, int from, int to, long mask, long addend) {
        long all = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) all |= (bytes.getLong(i) & mask) + addend;
        return i < to ? all | (padded(bytes, i, to) & mask) + addend : all;
    }

    /** Fewer than eight bytes with zeros behind them. */
    private static long padded(ByteBuffer bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) value |= (bytes.get(i) & 0xffL) << Byte.SIZE * (i - from);
        return value;
    }
}
