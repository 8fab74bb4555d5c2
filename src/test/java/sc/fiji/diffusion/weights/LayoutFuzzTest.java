// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.HeapMath;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.testing.SingleFiles;
import sc.fiji.diffusion.weights.adapter.AdapterFile;
import sc.fiji.diffusion.weights.single.CheckpointFile;

/**
 * Valid files whose tensors have other names and shapes than the layouts ask for: they are read, or
 * refused with an error that names the file, and nothing else.
 */
class LayoutFuzzTest {

    private static final int ROUNDS = 150;

    @TempDir Path folder;

    private interface Reader {
        void read(Path file) throws IOException;
    }

    @Test
    void checkpointWithOtherNamesAndShapes() throws IOException {
        Path valid =
                SingleFiles.write(
                        Reference.path("models/tiny-sd2v"),
                        "sd2.1",
                        folder.resolve("valid.safetensors"),
                        DType.F16);
        fuzz(
                valid,
                file -> {
                    CheckpointFile checkpoint = CheckpointFile.open(file);
                    checkpoint.scheduler();
                    for (String part : checkpoint.parts()) {
                        checkpoint.config(part);
                        TensorSource tensors = checkpoint.weights(part);
                        for (String name : tensors.names()) {
                            int length = tensors.bytes(name).remaining();
                            long size = 2;
                            for (int d : tensors.shape(name)) size *= d;
                            assertThat((long) length).as(name).isEqualTo(size);
                        }
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "lora/tiny-sd1-kohya, models/tiny-sd1/unet/diffusion_pytorch_model",
        "adapters/lycoris-locon-tucker, adapters/base",
        "adapters/lycoris-loha-tucker, adapters/base",
        "adapters/lycoris-lokr-both, adapters/base",
        "adapters/lycoris-dora-inputs, adapters/base",
    })
    void adapterWithOtherNamesAndShapes(String adapter, String model) throws IOException {
        SafetensorsFile unet = Reference.open(model + ".safetensors").file();
        fuzz(
                Reference.path(adapter + ".safetensors"),
                file -> {
                    AdapterFile opened = AdapterFile.open(file);
                    for (var change : opened.changes("unet", unet, 0.5).entrySet()) {
                        int[] shape = unet.shape(change.getKey());
                        Tensor stored = unet.read(change.getKey());
                        int columns = stored.data().length / shape[0];
                        Tensor matrix = Tensor.of(stored.data(), shape[0], columns);
                        Tensor changed = change.getValue().apply(matrix, matrix, new HeapMath());
                        assertThat(changed.shape()).isEqualTo(matrix.shape());
                    }
                });
    }

    private void fuzz(Path valid, Reader reader) throws IOException {
        byte[] bytes = Files.readAllBytes(valid);
        int end =
                Long.BYTES + (bytes[0] & 255) + ((bytes[1] & 255) << 8) + ((bytes[2] & 255) << 16);
        String header = new String(bytes, Long.BYTES, end - Long.BYTES, StandardCharsets.UTF_8);
        byte[] data = Arrays.copyOfRange(bytes, end, bytes.length);
        int refused = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            JsonObject json = JsonParser.parseString(header).getAsJsonObject();
            for (int i = 0; i < 3; i++) change(json, random);
            Path file = folder.resolve("fuzz-" + seed + ".safetensors");
            Files.write(file, RawFile.bytes(json.toString(), data));
            try {
                reader.read(file);
            } catch (WeightsException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining(file.toString());
                refused++;
            }
            Files.delete(file);
        }
        assertThat(refused).isBetween(1, ROUNDS);
    }

    /** Another name, a longer name, or another shape of as many values. */
    private static void change(JsonObject json, Random random) {
        List<String> names = new ArrayList<>(json.keySet());
        String name = names.get(random.nextInt(names.size()));
        if (name.equals("__metadata__")) return;
        JsonObject tensor = json.getAsJsonObject(name);
        switch (random.nextInt(3)) {
            case 0 -> {
                json.remove(name);
                json.add(name.replaceFirst("[0-9]", "9"), tensor);
            }
            case 1 -> {
                json.remove(name);
                json.add(name + ".more", tensor);
            }
            default -> {
                int size = 1;
                for (var length : tensor.getAsJsonArray("shape")) size *= length.getAsInt();
                JsonArray shape = new JsonArray();
                shape.add(size);
                if (random.nextBoolean()) shape.add(1);
                tensor.add("shape", shape);
            }
        }
    }
}
