// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.NativeMemory;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.HalfPrecision;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.WeightsException;

class WeightsTest {

    private static final Map<String, Tensor> TENSORS =
            Map.of(
                    "a.weight", Tensor.of(new float[] {1, -2, 3, 0.5f, 0, 8}, 2, 3),
                    "a.bias", Tensor.of(new float[] {0.25f, 4}, 2),
                    "other", Tensor.full(7, 3));

    private static final WeightLayout LAYOUT = new WeightLayout().linear("a", 3, 2);

    @TempDir Path folder;

    private Path write(DType dtype) throws IOException {
        Path path = folder.resolve("weights-" + dtype + ".safetensors");
        SafetensorsWriter.write(path, TENSORS, dtype, Map.of());
        return path;
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void holdsTheTensorsOfTheLayoutAsFloat32(DType dtype) throws IOException {
        try (Weights weights = Weights.load(SafetensorsFile.open(write(dtype)), LAYOUT)) {
            Map<String, Tensor> read = weights.toTensors();
            assertThat(read).containsOnlyKeys("a.weight", "a.bias");
            read.forEach((name, t) -> assertThat(t.data()).isEqualTo(TENSORS.get(name).data()));
            assertThat(read.get("a.weight").shape()).containsExactly(2, 3);
        }
    }

    @Test
    void float32WeightsAreThePagesOfTheFile() throws IOException {
        Path path = write(DType.F32);
        try (Weights weights = Weights.load(SafetensorsFile.open(path), LAYOUT)) {
            // The writer sorts by name, so a.bias comes first.
            long dataStart = Files.size(path) - (2 + 6 + 3) * Float.BYTES;
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.seek(dataStart);
                file.writeInt(Integer.reverseBytes(Float.floatToIntBits(42)));
            }
            assertThat(weights.toTensors().get("a.bias").data()).containsExactly(42, 4);
        }
    }

    @Test
    void mappingLivesAsLongAsTheArrays() throws IOException {
        try (Weights weights = Weights.load(SafetensorsFile.open(write(DType.F32)), LAYOUT)) {
            for (int i = 0; i < 3; i++) System.gc();
            weights.toTensors()
                    .forEach((name, t) -> assertThat(t.data()).isEqualTo(TENSORS.get(name).data()));
        }
    }

    /** Headers of all lengths, so that the values begin at odd addresses too. */
    @ParameterizedTest
    @CsvSource({"F32,0", "F32,1", "F32,2", "F16,0", "F16,1", "BF16,0", "BF16,1", "F64,4", "I64,3"})
    void valuesMayBeginAnywhere(DType dtype, int shift) throws IOException {
        int n = dtype.bytes();
        String header = "{\"a\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}";
        header = header.formatted(dtype, 2 * n);
        while (header.length() % 8 != shift) header += " ";
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length() + 2 * n).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        for (float value : new float[] {1, -3}) {
            switch (dtype) {
                case F32 -> bytes.putFloat(value);
                case F64 -> bytes.putDouble(value);
                case I64 -> bytes.putLong((long) value);
                case F16 -> bytes.putShort(HalfPrecision.floatToHalf(value));
                default -> bytes.putShort(HalfPrecision.floatToBfloat16(value));
            }
        }
        Path path = Files.write(folder.resolve("odd.safetensors"), bytes.array());
        WeightLayout layout = new WeightLayout().tensor("a", 2);
        try (Weights weights = Weights.load(SafetensorsFile.open(path), layout)) {
            assertThat(weights.toTensors().get("a").data()).containsExactly(1, -3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void nothingPassesThroughTheHeap(DType dtype) throws IOException {
        Path path = folder.resolve("large.safetensors");
        int n = 1 << 23;
        SafetensorsWriter.write(path, Map.of("a", Tensor.full(3, n)), dtype, Map.of());
        WeightLayout layout = new WeightLayout().tensor("a", n);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Weights.load(SafetensorsFile.open(path), layout).close();
        long before = threads.getCurrentThreadAllocatedBytes();
        Weights.load(SafetensorsFile.open(path), layout).close();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(n);
    }

    @Test
    void formatWithoutConversionIsNamed() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]}}";
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length() + 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        Path path = Files.write(folder.resolve("f8.safetensors"), bytes.array());
        WeightLayout layout = new WeightLayout().tensor("a", 2);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> Weights.load(SafetensorsFile.open(path), layout))
                .withMessage(
                        path
                                + ": tensor \"a\": no conversion from F8_E4M3 to F32; convert the"
                                + " file");
    }

    @Test
    void fileThatBecameShorterIsNamed() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(write(DType.F16));
        try (RandomAccessFile raw = new RandomAccessFile(file.path().toFile(), "rw")) {
            raw.setLength(raw.length() - 1);
        }
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> Weights.load(file, LAYOUT))
                .withMessageContaining("when it was opened");
    }

    @Test
    void missingTensorIsNamedAndNothingStaysOpen() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(write(DType.F32));
        WeightLayout layout = new WeightLayout().tensor("a.bias", 2).tensor("a.wight", 2, 3);
        NativeMemory before = NativeMemory.now();
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> Weights.load(file, layout))
                .withMessage(file.path() + ": no tensor \"a.wight\"; near it: [a.weight]");
        assertThat(NativeMemory.now()).isEqualTo(before);
    }

    @Test
    void wrongShapeIsNamedWithBothShapes() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(write(DType.F32));
        WeightLayout layout = new WeightLayout().tensor("a.weight", 3, 2);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> Weights.load(file, layout))
                .withMessageStartingWith(
                        file.path() + ": tensor \"a.weight\": expected shape [3, 2], found [2, 3]");
    }

    @Test
    void formerNamesAreTakenWhereTheNewOnesAreMissing() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(write(DType.F32));
        WeightLayout layout = new WeightLayout().linear("to_q", 3, 2).formerly("to_q", "a");
        try (Weights weights = Weights.load(file, layout)) {
            assertThat(weights.toTensors()).containsOnlyKeys("to_q.weight", "to_q.bias");
        }
        WeightLayout both = new WeightLayout().linear("a", 3, 2).formerly("a", "other");
        try (Weights weights = Weights.load(file, both)) {
            assertThat(weights.toTensors().get("a.bias").data()).containsExactly(0.25f, 4);
        }
        WeightLayout neither = new WeightLayout().linear("to_q", 3, 2).formerly("to_q", "query");
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> Weights.load(file, neither))
                .withMessageContaining("no tensor \"to_q.weight\"");
    }

    /** What TorchScript makes in inference mode could not. */
    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void weightsOfAFileTakePartInDifferentiation(DType dtype) throws IOException {
        try (Weights weights = Weights.load(SafetensorsFile.open(write(dtype)), LAYOUT);
                NDManager scope = weights.newScope()) {
            NDArray x = scope.ones(new Shape(1, 3));
            x.setRequiresGradient(true);
            try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                NDArray y = x.matMul(weights.byName().get("a.weight").transpose());
                gradients.backward(y.sum());
            }
            assertThat(x.getGradient().toFloatArray()).containsExactly(1.5f, -2, 11);
        }
    }

    @Test
    void mappedWeightsCannotBeTrained() throws IOException {
        try (Weights weights = Weights.load(SafetensorsFile.open(write(DType.F32)), LAYOUT)) {
            assertThatIllegalStateException()
                    .isThrownBy(weights::trainable)
                    .withMessageContaining("Weights.of");
        }
    }

    @Test
    void layoutRefusesTheSameNameTwice() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new WeightLayout().tensor("a", 1).tensor("a", 1))
                .withMessage("a twice");
    }
}
