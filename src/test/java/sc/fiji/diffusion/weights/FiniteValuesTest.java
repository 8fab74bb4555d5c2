// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.tensor.Tensor;

/** Every bit pattern of 16 bits, every place in a block, against a plain test of each value. */
class FiniteValuesTest {

    @TempDir private Path folder;

    private static ByteBuffer buffer(int bytes, int offset) {
        ByteBuffer whole = ByteBuffer.allocateDirect(bytes + offset);
        return whole.slice(offset, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyBitPatternIsToldByItself(DType dtype) {
        ByteBuffer one = buffer(2, 1);
        for (int bits = 0; bits < 1 << 16; bits++) {
            one.putShort(0, (short) bits);
            boolean finite =
                    Float.isFinite(FloatCodec.decode(dtype, one.duplicate().order(one.order()))[0]);
            if (FiniteValues.firstOther(dtype, one) != (finite ? -1 : 0)) {
                fail("bits %04x are %s".formatted(bits, finite ? "finite" : "not finite"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "F32", "F64"})
    void firstPlaceIsFoundAmongRandomValues(DType dtype) {
        SplittableRandom random = new SplittableRandom(3);
        int count = 70_001;
        int size = dtype.bytes();
        ByteBuffer values = buffer(count * size, 3);
        for (int i = 0; i < count; i++) put(dtype, values, i, finite(dtype, random));
        assertThat(FiniteValues.firstOther(dtype, values)).isEqualTo(-1);
        int[] places = {count - 1, count - 2, 65_537, 40_000, 32_768, 32_767, 8_192, 8_191, 1, 0};
        long infinity = infinity(dtype);
        for (int place : places) {
            put(
                    dtype,
                    values,
                    place,
                    place % 2 == 0 ? infinity : infinity | 1L << 8 * size - 1 | 1);
            assertThat(FiniteValues.firstOther(dtype, values))
                    .as("place " + place)
                    .isEqualTo(place);
        }
    }

    private static long infinity(DType dtype) {
        return switch (dtype) {
            case F16 -> 0x7c00;
            case BF16 -> 0x7f80;
            case F32 -> 0x7f800000L;
            default -> Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
        };
    }

    private static long finite(DType dtype, SplittableRandom random) {
        while (true) {
            long bits = random.nextLong();
            if (dtype == DType.F64) {
                if (Float.isFinite((float) Double.longBitsToDouble(bits))) return bits;
            } else {
                long exponent = infinity(dtype);
                if ((bits & exponent) != exponent) return bits;
            }
        }
    }

    private static void put(DType dtype, ByteBuffer values, int place, long bits) {
        switch (dtype.bytes()) {
            case 2 -> values.putShort(2 * place, (short) bits);
            case 4 -> values.putInt(4 * place, (int) bits);
            default -> values.putLong(8 * place, bits);
        }
    }

    @Test
    void doublesThatBecomeInfiniteAsFloatsCount() {
        ByteBuffer one = buffer(8, 0);
        double largest = Math.nextDown(0x1.ffffffp127);
        for (double value : new double[] {largest, -largest, Float.MAX_VALUE, 0, -0.0}) {
            assertThat(FiniteValues.firstOther(DType.F64, one.putDouble(0, value))).isEqualTo(-1);
        }
        for (double value : new double[] {0x1.ffffffp127, -1e39, 1e300, Double.NaN}) {
            assertThat(FiniteValues.firstOther(DType.F64, one.putDouble(0, value))).isZero();
        }
    }

    @Test
    void wholeNumbersAreFinite() {
        ByteBuffer ones = buffer(16, 0).putLong(0, -1).putLong(8, -1);
        for (DType dtype : DType.values()) {
            if (dtype.name().matches("[IU].*|BOOL")) {
                assertThat(FiniteValues.firstOther(dtype, ones)).as(dtype.name()).isEqualTo(-1);
            }
        }
    }

    @Test
    void tensorIsNamedAndOthersAreLeftAlone() throws IOException {
        Path file = write("a.safetensors", Float.NaN);
        SafetensorsFile opened = SafetensorsFile.open(file);
        assertThat(opened.read("good").data()).containsOnly(1);
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(WeightsException.class)
                    .isThrownBy(() -> opened.read("bad"))
                    .withMessage(
                            file
                                    + ": tensor \"bad\": value 2 is NaN, so every result would be"
                                    + " wrong; the file is damaged, or its training diverged: get"
                                    + " it again");
        }
    }

    @Test
    void fileThatWasReplacedIsLookedAtAgain() throws IOException {
        Path file = write("a.safetensors", 5);
        assertThat(SafetensorsFile.open(file).read("bad").data()[2]).isEqualTo(5);
        Path other = write("b.safetensors", Float.NEGATIVE_INFINITY);
        Files.delete(file);
        Files.move(other, file);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> SafetensorsFile.open(file).read("bad"))
                .withMessageContaining("value 2 is -Infinity");
    }

    private Path write(String name, float value) throws IOException {
        Path file = folder.resolve(name);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("bad", Tensor.of(new float[] {1, 2, value, 3}, 4));
        tensors.put("good", Tensor.full(1, 3));
        SafetensorsWriter.write(file, tensors, DType.F32, Map.of());
        return file;
    }
}
