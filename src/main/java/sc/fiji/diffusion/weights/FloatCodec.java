// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Float32 values from and to the bytes of stored tensors. */
final class FloatCodec {

    private FloatCodec() {}

    /**
     * Converts all values, rounding to the nearest float32.
     *
     * @param bytes the values, in the buffer's byte order
     * @throws IllegalArgumentException if the format has no conversion
     */
    static float[] decode(DType dtype, ByteBuffer bytes) {
        float[] out = new float[bytes.remaining() / dtype.bytes()];
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().get(out);
            case F64 -> decodeDoubles(bytes, out);
            case F16 -> decodeHalves(bytes.asShortBuffer(), out);
            case BF16 -> decodeBfloats(bytes.asShortBuffer(), out);
            case I64 -> decodeLongs(bytes.asLongBuffer(), out);
            case I32 -> decodeInts(bytes.asIntBuffer(), out);
            case I16 -> decodeShorts(bytes.asShortBuffer(), out);
            case I8 -> decodeBytes(bytes.slice(), out, -1);
            case U8, BOOL -> decodeBytes(bytes.slice(), out, 0xff);
            default -> throw new IllegalArgumentException("no conversion from " + dtype);
        }
        return out;
    }

    private static void decodeDoubles(ByteBuffer bytes, float[] out) {
        for (int i = 0; i < out.length; i++) out[i] = (float) bytes.getDouble(i * Double.BYTES);
    }

    private static void decodeHalves(ShortBuffer in, float[] out) {
        for (int i = 0; i < out.length; i++) out[i] = HalfPrecision.halfToFloat(in.get(i));
    }

    private static void decodeBfloats(ShortBuffer in, float[] out) {
        for (int i = 0; i < out.length; i++) out[i] = HalfPrecision.bfloat16ToFloat(in.get(i));
    }

    private static void decodeLongs(LongBuffer in, float[] out) {
        for (int i = 0; i < out.length; i++) out[i] = in.get(i);
    }

    private static void decodeInts(IntBuffer in, float[] out) {
        for (int i = 0; i < out.length; i++) out[i] = in.get(i);
    }

    private static void decodeShorts(ShortBuffer in, float[] out) {
        for (int i = 0; i < out.length; i++) out[i] = in.get(i);
    }

    private static void decodeBytes(ByteBuffer in, float[] out, int mask) {
        for (int i = 0; i < out.length; i++) out[i] = in.get(i) & mask;
    }

    /**
     * Appends one value, rounded to the nearest of the format.
     *
     * @throws IllegalArgumentException if the format has no conversion
     * @throws ArithmeticException if the value is finite and becomes infinite
     */
    static void encode(DType dtype, float value, ByteBuffer out) {
        float stored = value;
        switch (dtype) {
            case F32 -> out.putFloat(value);
            case F16 -> {
                short half = HalfPrecision.floatToHalf(value);
                stored = HalfPrecision.halfToFloat(half);
                out.putShort(half);
            }
            case BF16 -> {
                short bfloat = HalfPrecision.floatToBfloat16(value);
                stored = HalfPrecision.bfloat16ToFloat(bfloat);
                out.putShort(bfloat);
            }
            default -> throw new IllegalArgumentException("no conversion to " + dtype);
        }
        if (Float.isInfinite(stored) && !Float.isInfinite(value)) {
            throw new ArithmeticException(value + " is too large for " + dtype);
        }
    }
}
