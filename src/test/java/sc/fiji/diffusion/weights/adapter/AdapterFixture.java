// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.KeyTable;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.single.CheckpointFile;

/** An adapter that a test puts together, and models of full size that it may be for. */
abstract class AdapterFixture {

    static final String ATTENTION = "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k";

    @TempDir Path folder;

    final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Two factors of rank 2. */
    AdapterFixture add(String down, int in, String up, int out) {
        tensors.put(down, Tensor.full(1, 2, in));
        tensors.put(up, Tensor.full(1, out, 2));
        return this;
    }

    AdapterFile open() throws IOException {
        return open(Map.of());
    }

    AdapterFile open(Map<String, String> metadata) throws IOException {
        Path file = folder.resolve("lora.safetensors");
        SafetensorsWriter.write(file, tensors, DType.F32, metadata);
        return AdapterFile.open(file);
    }

    /** A full-size model, sparse on the disk. */
    TensorSource unet(String table) throws IOException {
        Path file = folder.resolve(table + ".safetensors");
        return CheckpointFile.open(KeyTable.read(table).writeSparse(file, Map.of()))
                .weights("unet");
    }

    /** What PEFT writes beside an adapter. */
    void config(String json) throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), json);
    }
}
