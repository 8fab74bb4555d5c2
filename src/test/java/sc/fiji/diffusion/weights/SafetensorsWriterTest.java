// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.tensor.Tensor;

class SafetensorsWriterTest {

    private static final Map<String, String> NO_METADATA = Map.of();

    @TempDir private Path folder;
    private Path path;

    @BeforeEach
    void namePath() {
        path = folder.resolve("Gewichte für ein Modell.safetensors");
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void whatIsWrittenIsReadAgainRoundedToTheFormat(DType dtype) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Map<String, Tensor> tensors = randomTensors(new Random(seed));
            Map<String, String> metadata = Map.of("format", "pt", "größe \"\\\n", "\u2028 🔬");

            SafetensorsWriter.write(path, tensors, dtype, metadata);
            SafetensorsFile file = SafetensorsFile.open(path);

            assertThat(file.metadata()).isEqualTo(metadata);
            assertThat(file.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
                Tensor read = file.read(e.getKey(), e.getValue().shape());
                assertThat(file.dtype(e.getKey())).isEqualTo(dtype);
                assertThat(read.data())
                        .as("seed %d, %s", seed, e.getKey())
                        .isEqualTo(rounded(e.getValue(), dtype).data());
            }
        }
    }

    @Test
    void tensorsLargerThanAChunkSurvive() throws IOException {
        Tensor large = random(new Random(5), 600, 1001);

        SafetensorsWriter.write(path, Map.of("large", large), DType.F32, NO_METADATA);

        assertThat(SafetensorsFile.open(path).read("large", 600, 1001).data())
                .isEqualTo(large.data());
    }

    @Test
    void headerIsTheFormatsOwnAndPaddedToEightBytes() throws IOException {
        Tensor scalar = Tensor.of(new float[] {1});

        SafetensorsWriter.write(path, Map.of("x", scalar), DType.F32, NO_METADATA);

        byte[] bytes = Files.readAllBytes(path);
        String json = "{\"x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}";
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) in.getLong();
        assertThat(length % 8).isZero();
        assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo(json);
        assertThat(bytes).hasSize(8 + length + 4);
        assertThat(in.getFloat(8 + length)).isEqualTo(1);
    }

    @Test
    void orderOfTheMapsDoesNotChangeTheFile() throws IOException {
        Tensor one = Tensor.full(1, 3);
        Tensor two = Tensor.full(2, 2);
        Map<String, Tensor> backwards = new LinkedHashMap<>();
        backwards.put("b", two);
        backwards.put("a", one);
        Path other = folder.resolve("other.safetensors");

        SafetensorsWriter.write(path, backwards, DType.F16, Map.of("k", "v", "l", "w"));
        SafetensorsWriter.write(
                other, Map.of("a", one, "b", two), DType.F16, Map.of("l", "w", "k", "v"));

        assertThat(path).hasSameBinaryContentAs(other);
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void overflowIsRefusedAndLeavesTheOldFile(DType dtype) throws IOException {
        Tensor good = Tensor.of(new float[] {1, Float.POSITIVE_INFINITY, Float.NaN}, 3);
        Tensor bad = Tensor.of(new float[] {0, Float.MAX_VALUE}, 2);
        SafetensorsWriter.write(path, Map.of("x", good), dtype, NO_METADATA);
        String before = Sha256.of(path);

        assertThatThrownBy(
                        () ->
                                SafetensorsWriter.write(
                                        path, Map.of("down.0", bad), dtype, NO_METADATA))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(
                        path.toString(),
                        "tensor \"down.0\"",
                        "3.4028235E38 is too large for " + dtype,
                        "F32");
        assertThat(Sha256.of(path)).isEqualTo(before);
        assertOnlyFileIsTarget();
    }

    @Test
    void rewritingAFileThatIsMappedKeepsTheOldValuesReadable() throws IOException {
        SafetensorsWriter.write(path, Map.of("x", Tensor.full(1, 9)), DType.F32, NO_METADATA);
        SafetensorsFile old = SafetensorsFile.open(path);
        SafetensorsWriter.write(path, Map.of("x", Tensor.full(2, 9)), DType.F32, NO_METADATA);

        assertThat(old.read("x").data()).containsOnly(1);
        assertThat(SafetensorsFile.open(path).read("x").data()).containsOnly(2);
        assertOnlyFileIsTarget();
    }

    @Test
    void integerFormatsAndTheReservedNameAreRefused() {
        Map<String, Tensor> reserved = Map.of("__metadata__", Tensor.zeros(1));

        assertThatThrownBy(() -> SafetensorsWriter.write(path, Map.of(), DType.I32, NO_METADATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("F32, F16 or BF16: I32");
        assertThatThrownBy(() -> SafetensorsWriter.write(path, reserved, DType.F32, NO_METADATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
    }

    private void assertOnlyFileIsTarget() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    /** Up to eight tensors of rank 0 to 4, some of them without a value. */
    private static Map<String, Tensor> randomTensors(Random random) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int count = random.nextInt(9);
        for (int i = 0; i < count; i++) {
            int[] shape = random.ints(random.nextInt(5), 0, 6).toArray();
            tensors.put("layer." + random.nextInt() + ".gewicht-é", random(random, shape));
        }
        return tensors;
    }

    private static Tensor random(Random random, int... shape) {
        return Tensor.zeros(shape).map(zero -> random.nextGaussian() * 100);
    }

    private static Tensor rounded(Tensor tensor, DType dtype) {
        return switch (dtype) {
            case F16 ->
                    tensor.map(
                            v -> HalfPrecision.halfToFloat(HalfPrecision.floatToHalf((float) v)));
            case BF16 ->
                    tensor.map(
                            v ->
                                    HalfPrecision.bfloat16ToFloat(
                                            HalfPrecision.floatToBfloat16((float) v)));
            default -> tensor;
        };
    }
}
