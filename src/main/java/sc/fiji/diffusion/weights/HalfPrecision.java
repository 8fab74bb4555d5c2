// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

/**
 * Conversions between float32 and the two 16-bit floats of model weights: IEEE 754 binary16 (5
 * exponent and 10 mantissa bits) and bfloat16 (8 and 7). Narrowing rounds to the nearest value,
 * ties to even, and overflows to infinity; widening is exact.
 */
public final class HalfPrecision {

    private static final int FLOAT_INFINITY = 0x7f800000;
    private static final int HALF_INFINITY = 0x7c00;

    /** 65520 as a float: the first value that rounds to infinity. */
    private static final int HALF_OVERFLOW = 0x477ff000;

    /** 2^-14 as a float: the smallest normal half. */
    private static final int HALF_MIN_NORMAL = 0x38800000;

    /** The difference of the exponent biases, 127 - 15. */
    private static final int BIAS = 112;

    /** 2^-24, the smallest half above zero. */
    private static final float HALF_MIN = 0x1p-24f;

    private HalfPrecision() {}

    /** The float32 of a half given by its bits. */
    public static float halfToFloat(short half) {
        int magnitude = half & 0x7fff;
        int sign = (half & 0x8000) << 16;
        int bits;
        if (magnitude >= HALF_INFINITY) {
            bits = FLOAT_INFINITY | (magnitude & 0x3ff) << 13;
        } else if (magnitude >= 0x400) {
            bits = (magnitude << 13) + (BIAS << 23);
        } else {
            bits = Float.floatToRawIntBits(magnitude * HALF_MIN);
        }
        return Float.intBitsToFloat(sign | bits);
    }

    /** The bits of the half that is nearest to a float32. */
    public static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        return (short) (sign | halfMagnitude(bits & 0x7fffffff));
    }

    private static int halfMagnitude(int bits) {
        if (bits > FLOAT_INFINITY) return 0x7e00 | bits >>> 13 & 0x3ff;
        if (bits >= HALF_OVERFLOW) return HALF_INFINITY;
        if (bits >= HALF_MIN_NORMAL) return (roundToEven(bits, 13) >>> 13) - (BIAS << 10);
        // Adding 0.5, whose last bit is worth 2^-24, lets the addition round to a subnormal half.
        float shifted = Float.intBitsToFloat(bits) + 0.5f;
        return Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(0.5f);
    }

    /** The float32 of a bfloat16 given by its bits. */
    public static float bfloat16ToFloat(short value) {
        return Float.intBitsToFloat(value << 16);
    }

    /** The bits of the bfloat16 that is nearest to a float32. */
    public static short floatToBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) return (short) (bits >>> 16 | 0x40);
        return (short) (roundToEven(bits, 16) >>> 16);
    }

    /** Rounds the bits of a number at bit {@code dropped}; the bits below it are then to be cut. */
    private static int roundToEven(int bits, int dropped) {
        return bits + (1 << dropped - 1) - 1 + (bits >>> dropped & 1);
    }
}
