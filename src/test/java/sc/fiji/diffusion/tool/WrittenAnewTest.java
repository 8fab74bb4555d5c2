// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** Adapters and embeddings that are written anew while they are loaded. */
class WrittenAnewTest {

    private static final Path ADAPTER = Reference.path("lora/tiny-sd1-kohya.safetensors");
    private static final ModelSpec TINY = ModelSpec.of(Reference.path("models/tiny-sd1"));

    @TempDir private Path folder;

    @AfterEach
    void free() {
        Models.shared().close();
    }

    private static ImagePlus make(ModelSpec model) throws IOException {
        Sampling sampling =
                new Sampling(model, "word cell", "", 1, Guidance.of(1), Method.OF_MODEL, 5, 1);
        return new TextToImageTool(sampling, 16, 16, OutputType.GRAY32).run(Progress.NONE);
    }

    private static float[] pixels(ImagePlus image) {
        return (float[]) image.getStack().getPixels(1);
    }

    private static String hash(ImagePlus image, String key) {
        return Records.last(image).settings().get(key);
    }

    private Path embedding(float value) throws IOException {
        Path file = folder.resolve("word.safetensors");
        Tensor vector = Tensor.zeros(1, 32);
        vector.data()[0] = value;
        Map<String, Tensor> vectors = Map.of("emb_params", vector);
        SafetensorsWriter.write(file, vectors, DType.F32, Map.of());
        return file;
    }

    @Test
    void adapterThatIsWrittenAnewIsReadAnew() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Files.copy(ADAPTER, file);
        ModelSpec adapted = TINY.withLoras(List.of(new Lora(file.toString(), 1)));
        ImagePlus before = make(adapted);
        Files.copy(
                Reference.path("lora/today-unet/pytorch_lora_weights.safetensors"),
                file,
                StandardCopyOption.REPLACE_EXISTING);
        ImagePlus after = make(adapted);
        assertThat(pixels(after)).isNotEqualTo(pixels(before));
        assertThat(hash(after, Info.LORA_HASHES)).isNotEqualTo(hash(before, Info.LORA_HASHES));
    }

    @Test
    void embeddingThatIsWrittenAnewIsReadAnew() throws IOException {
        ModelSpec embedded = TINY.withEmbeddings(List.of(embedding(1).toString()));
        ImagePlus before = make(embedded);
        embedding(-3);
        ImagePlus after = make(embedded);
        assertThat(pixels(after)).isNotEqualTo(pixels(before));
        assertThat(hash(after, Info.EMBEDDING_HASHES))
                .isNotEqualTo(hash(before, Info.EMBEDDING_HASHES));
    }
}
