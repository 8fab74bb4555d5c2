// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.tensor.Tensor;

/** Whatever the bytes of a file, it is read consistently or refused with a WeightsException. */
class SafetensorsFuzzTest {

    private static final int ROUNDS = 3000;
    private static final byte[] JSON_BYTES =
            "{}[]\",:0123456789-.eE\\u dtypeshapF32_".getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path folder;
    private int accepted;
    private int refused;

    @Test
    void randomBytesInTheHeaderNeverGiveAnotherOutcome() throws IOException {
        byte[] valid = validFile();
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = valid.clone();
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            check(seed, bytes);
        }
        assertThat(accepted).as("accepted").isPositive();
        assertThat(refused).as("refused").isPositive();
    }

    @Test
    void jsonCharactersInsertedRemovedAndReplacedNeverGiveAnotherOutcome() throws IOException {
        byte[] valid = validFile();
        for (int seed = 0; seed < ROUNDS; seed++) {
            check(seed, edited(valid, new Random(seed)));
        }
        assertThat(accepted).as("accepted").isPositive();
        assertThat(refused).as("refused").isPositive();
    }

    private byte[] validFile() throws IOException {
        Path path = folder.resolve("valid.safetensors");
        Map<String, Tensor> tensors =
                Map.of(
                        "conv.weight", Tensor.full(1.5f, 2, 3),
                        "conv.bias", Tensor.full(2, 2),
                        "empty", Tensor.zeros(0, 4),
                        "scale", Tensor.full(3, new int[0]));
        SafetensorsWriter.write(path, tensors, DType.F32, Map.of("format", "pt"));
        return Files.readAllBytes(path);
    }

    /** The file with one character of the JSON changed and the header's length set right. */
    private static byte[] edited(byte[] file, Random random) {
        int headerEnd = Long.BYTES + file[0] + 256 * file[1];
        byte[] data = Arrays.copyOfRange(file, headerEnd, file.length);
        StringBuilder json =
                new StringBuilder(
                        new String(
                                file,
                                Long.BYTES,
                                headerEnd - Long.BYTES,
                                StandardCharsets.ISO_8859_1));
        int at = random.nextInt(json.length());
        char character = (char) JSON_BYTES[random.nextInt(JSON_BYTES.length)];
        switch (random.nextInt(3)) {
            case 0 -> json.insert(at, character);
            case 1 -> json.deleteCharAt(at);
            default -> json.setCharAt(at, character);
        }
        return RawFile.bytes(json.toString(), data);
    }

    private void check(int seed, byte[] bytes) throws IOException {
        Path path = RawFile.write(folder, bytes);
        try {
            SafetensorsFile file = SafetensorsFile.open(path);
            long data = 0;
            for (String name : file.names()) data += checkTensor(seed, file, name);
            assertThat(data).as("seed %d", seed).isLessThanOrEqualTo(bytes.length);
            accepted++;
        } catch (WeightsException e) {
            assertThat(e).as("seed %d", seed).hasMessageStartingWith(path + ": ");
            refused++;
        }
        // Writing the next one over it would truncate a file that is still mapped.
        Files.delete(path);
    }

    private static long checkTensor(int seed, SafetensorsFile file, String name)
            throws WeightsException {
        int values = 1;
        for (int length : file.shape(name)) values *= length;
        int length = file.bytes(name).remaining();
        assertThat(length)
                .as("seed %d, %s", seed, name)
                .isEqualTo(values * file.dtype(name).bytes());
        assertThat(file.read(name).size()).as("seed %d, %s", seed, name).isEqualTo(values);
        return length;
    }
}
