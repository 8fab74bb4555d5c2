// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;

class SafetensorsFileTest {

    private static final String POSITIONS = "text_model.embeddings.position_embedding.weight";

    @TempDir private Path folder;

    @Test
    void readsAFileOfTheReferenceImplementation() throws IOException {
        SafetensorsFile file =
                Reference.open("models/tiny-sd1/text_encoder/model.safetensors").file();

        assertThat(file.names()).hasSize(84).startsWith(POSITIONS);
        assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
        assertThat(file.dtype(POSITIONS)).isEqualTo(DType.F32);
        assertThat(file.shape(POSITIONS)).containsExactly(77, 32);
        assertThat(file.read(POSITIONS, 77, 32).data())
                .hasSize(77 * 32)
                .startsWith(-0.37756571f, -0.18567291f, -0.16185202f);
    }

    @Test
    void halfPrecisionWeightsAreTheRoundedSingleOnes() throws IOException {
        SafetensorsFile single =
                Reference.open("models/tiny-sd1/text_encoder/model.safetensors").file();
        SafetensorsFile half =
                Reference.open("models/tiny-sd1-fp16/text_encoder/model.fp16.safetensors").file();

        assertThat(half.names()).containsExactlyElementsOf(single.names());
        for (String name : half.names()) {
            assertThat(half.dtype(name)).isEqualTo(DType.F16);
            Tensor rounded = single.read(name);
            float[] values = rounded.data();
            for (int i = 0; i < values.length; i++) {
                short bits = HalfPrecision.floatToHalf(values[i]);
                values[i] = HalfPrecision.halfToFloat(bits);
            }
            assertThat(half.read(name, rounded.shape()).data()).as(name).isEqualTo(values);
        }
    }

    @Test
    void convertsEveryFormatToFloat32() throws IOException {
        assertReads(
                "F64",
                ByteBuffer.allocate(16).order(le()).putDouble(-1.5).putDouble(1e30),
                -1.5f,
                1e30f);
        assertReads(
                "F32", ByteBuffer.allocate(8).order(le()).putFloat(0.1f).putFloat(-0f), 0.1f, -0f);
        assertReads("F16", shorts(0x3c00, 0xc000), 1, -2);
        assertReads("BF16", shorts(0x3f80, 0xc000), 1, -2);
        assertReads(
                "I64", ByteBuffer.allocate(16).order(le()).putLong(49407).putLong(-1), 49407, -1);
        assertReads(
                "I32", ByteBuffer.allocate(8).order(le()).putInt(1 << 30).putInt(-1), 1 << 30, -1);
        assertReads("I16", shorts(0x7fff, 0x8000), 32767, -32768);
        assertReads("I8", ByteBuffer.wrap(new byte[] {127, -128}), 127, -128);
        assertReads("U8", ByteBuffer.wrap(new byte[] {127, -128}), 127, 128);
        assertReads("BOOL", ByteBuffer.wrap(new byte[] {0, 1}), 0, 1);
    }

    @Test
    void formatWithoutConversionIsNamedAndItsBytesCanBeHad() throws IOException {
        Path path = write("U16", shorts(1, 2));
        SafetensorsFile file = SafetensorsFile.open(path);

        assertThat(file.bytes("x").remaining()).isEqualTo(4);
        assertThatThrownBy(() -> file.read("x"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(path.toString(), "\"x\"", "U16", "float32", "convert");
    }

    @Test
    void bytesAreADirectReadOnlyLittleEndianView() throws IOException {
        ByteBuffer bytes =
                Reference.open("models/tiny-sd1/text_encoder/model.safetensors")
                        .file()
                        .bytes(POSITIONS);

        assertThat(bytes.isDirect()).isTrue();
        assertThat(bytes.isReadOnly()).isTrue();
        assertThat(bytes.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(77 * 32 * Float.BYTES);
        assertThat(bytes.getFloat(0)).isCloseTo(-0.37756571f, within(1e-8f));
    }

    @Test
    void headerMayListTensorsInAnotherOrderThanTheirBytes() throws IOException {
        String header =
                """
                {"b":{"shape":[],"data_offsets":[1,2],"dtype":"U8"},
                 "a":{"dtype":"U8","data_offsets":[0,1],"shape":[1],"note":[{"x":null}]}}\s\s""";
        Path path = RawFile.write(folder, RawFile.bytes(header, (byte) 7, (byte) 8));
        SafetensorsFile file = SafetensorsFile.open(path);

        assertThat(file.names()).containsExactly("a", "b");
        assertThat(file.read("a", 1).data()).containsExactly(7);
        assertThat(file.read("b", new int[0]).data()).containsExactly(8);
    }

    @Test
    void missingTensorIsNamedWithThoseNearIt() {
        SafetensorsFile file =
                Reference.open("models/tiny-sd1/text_encoder/model.safetensors").file();

        assertThatThrownBy(() -> file.read("text_model.embedding.position_embeddings.weight"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(
                        file.path().toString(),
                        "no tensor \"text_model.embedding.position_embeddings.weight\"",
                        "near it: [" + POSITIONS);
        assertThatThrownBy(() -> file.shape("q"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("no tensor \"q\"; found 84 others");
    }

    @Test
    void wrongShapeIsNamedWithTheExpectedOne() {
        SafetensorsFile file =
                Reference.open("models/tiny-sd1/text_encoder/model.safetensors").file();

        assertThatThrownBy(() -> file.read(POSITIONS, 77, 768))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(
                        file.path().toString(),
                        "\"" + POSITIONS + "\"",
                        "expected shape [77, 768], found [77, 32]");
    }

    @Test
    void readsFilesOfMoreThanTwoGigabytes() throws IOException {
        long half = 1_600_000_000L;
        long huge = 2_200_000_000L;
        String header =
                """
                {"a":{"dtype":"U8","shape":[1600000000],"data_offsets":[0,1600000000]},
                 "huge":{"dtype":"U8","shape":[2,1100000000],"data_offsets":[1600000000,3800000000]},
                 "b":{"dtype":"U8","shape":[1600000000],"data_offsets":[3800000000,5400000000]}}""";
        byte[] start = RawFile.bytes(header);
        Path path = folder.resolve("sparse.safetensors");
        try (FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.SPARSE,
                        StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(start));
            channel.write(ByteBuffer.wrap(new byte[] {5}), start.length + half - 1);
            channel.write(ByteBuffer.wrap(new byte[] {6}), start.length + half + huge);
            channel.write(ByteBuffer.wrap(new byte[] {7}), start.length + 2 * half + huge - 1);
        }
        SafetensorsFile file = SafetensorsFile.open(path);

        assertThat(file.bytes("a").get((int) half - 1)).isEqualTo((byte) 5);
        assertThat(file.bytes("b").get(0)).isEqualTo((byte) 6);
        assertThat(file.bytes("b").get((int) half - 1)).isEqualTo((byte) 7);
        assertThatThrownBy(() -> file.bytes("huge"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(
                        path.toString(), "\"huge\" has 2200000000 bytes", "limit is 2147483647");
    }

    private void assertReads(String dtype, ByteBuffer bytes, float... expected) throws IOException {
        Tensor read = SafetensorsFile.open(write(dtype, bytes)).read("x", 2);

        assertThat(read.data()).as(dtype).containsExactly(expected);
    }

    private Path write(String dtype, ByteBuffer bytes) throws IOException {
        String header =
                "{\"x\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}"
                        .formatted(dtype, bytes.capacity());
        byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
        return RawFile.write(folder, RawFile.bytes(utf8.length, utf8, bytes.array()));
    }

    private static ByteBuffer shorts(int first, int second) {
        return ByteBuffer.allocate(4).order(le()).putShort((short) first).putShort((short) second);
    }

    private static ByteOrder le() {
        return ByteOrder.LITTLE_ENDIAN;
    }
}
