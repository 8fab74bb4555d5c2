// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

    @Test
    void everyHalfIsWidenedByItsDefinition() {
        for (int bits = 0; bits < 0x10000; bits++) {
            Float expected = (float) definition(bits, 5, 10);
            float actual = HalfPrecision.halfToFloat((short) bits);

            assertThat(actual).as("half %04x", bits).isEqualTo(expected);
        }
    }

    @Test
    void everyBfloat16IsWidenedByItsDefinition() {
        for (int bits = 0; bits < 0x10000; bits++) {
            Float expected = (float) definition(bits, 8, 7);
            float actual = HalfPrecision.bfloat16ToFloat((short) bits);

            assertThat(actual).as("bfloat16 %04x", bits).isEqualTo(expected);
        }
    }

    @Test
    void everyHalfSurvivesTheRoundTrip() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = HalfPrecision.halfToFloat((short) bits);
            int back = HalfPrecision.floatToHalf(value) & 0xffff;

            int expected = Float.isNaN(value) ? bits | 0x200 : bits;
            assertThat(back).as("half %04x", bits).isEqualTo(expected);
        }
    }

    @Test
    void everyBfloat16SurvivesTheRoundTrip() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = HalfPrecision.bfloat16ToFloat((short) bits);
            int back = HalfPrecision.floatToBfloat16(value) & 0xffff;

            int expected = Float.isNaN(value) ? bits | 0x40 : bits;
            assertThat(back).as("bfloat16 %04x", bits).isEqualTo(expected);
        }
    }

    @Test
    void betweenTwoHalvesTheNearerIsTakenAndTheEvenOneInTheMiddle() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float low = HalfPrecision.halfToFloat((short) bits);
            float high = HalfPrecision.halfToFloat((short) (bits + 1));
            float middle = (low + high) / 2;
            int even = bits + (bits & 1);

            assertHalf(Math.nextDown(middle), bits);
            assertHalf(middle, even);
            assertHalf(Math.nextUp(middle), bits + 1);
        }
    }

    @Test
    void betweenTwoBfloatsTheNearerIsTakenAndTheEvenOneInTheMiddle() {
        for (int bits = 0; bits < 0x7f7f; bits++) {
            int middle = bits << 16 | 0x8000;
            int even = bits + (bits & 1);

            assertBfloat(middle - 1, bits);
            assertBfloat(middle, even);
            assertBfloat(middle + 1, bits + 1);
        }
    }

    @Test
    void valuesBeyondTheRangeBecomeInfinite() {
        assertHalf(65504f, 0x7bff);
        assertHalf(Math.nextDown(65520f), 0x7bff);
        assertHalf(65520f, 0x7c00);
        assertHalf(Float.MAX_VALUE, 0x7c00);
        assertHalf(Float.POSITIVE_INFINITY, 0x7c00);
        assertBfloat(Float.floatToRawIntBits(Float.MAX_VALUE), 0x7f80);
        assertBfloat(Float.floatToRawIntBits(Float.POSITIVE_INFINITY), 0x7f80);
    }

    @Test
    void nanStaysNan() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            float nan = Float.intBitsToFloat(0x7f800001 + random.nextInt(0x7fffff));
            short half = HalfPrecision.floatToHalf(nan);
            short bfloat = HalfPrecision.floatToBfloat16(nan);

            assertThat(HalfPrecision.halfToFloat(half)).isNaN();
            assertThat(HalfPrecision.bfloat16ToFloat(bfloat)).isNaN();
        }
    }

    /** A binary float of 16 bits, from its sign, exponent and mantissa. */
    private static double definition(int bits, int exponentBits, int mantissaBits) {
        int exponent = bits >> mantissaBits & (1 << exponentBits) - 1;
        double mantissa = (bits & (1 << mantissaBits) - 1) / (double) (1 << mantissaBits);
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        int bias = (1 << exponentBits - 1) - 1;
        if (exponent == (1 << exponentBits) - 1) {
            return mantissa == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        if (exponent == 0) return sign * mantissa * Math.pow(2, 1 - bias);
        return sign * (1 + mantissa) * Math.pow(2, exponent - bias);
    }

    private static void assertHalf(float value, int bits) {
        assertThat(HalfPrecision.floatToHalf(value) & 0xffff).as("%a", value).isEqualTo(bits);
        assertThat(HalfPrecision.floatToHalf(-value) & 0xffff)
                .as("%a", -value)
                .isEqualTo(bits | 0x8000);
    }

    private static void assertBfloat(int floatBits, int bits) {
        float value = Float.intBitsToFloat(floatBits);
        assertThat(HalfPrecision.floatToBfloat16(value) & 0xffff).as("%a", value).isEqualTo(bits);
    }
}
