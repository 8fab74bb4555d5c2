// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.text.Prompt;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

class EmbeddedModelTest {

    private static final Path TINY = Reference.path("models/tiny-sd1");
    private static final String TABLE = "text_model.embeddings.token_embedding.weight";

    @TempDir Path folder;

    private String write(String file, Map<String, Tensor> tensors) throws IOException {
        Path path = folder.resolve(file + ".safetensors");
        SafetensorsWriter.write(path, tensors, DType.F32, Map.of());
        return path.toString();
    }

    private static TextEncoder encoder(String... embeddings) throws IOException {
        return TextEncoder.load(
                ModelSpec.of(TINY).withEmbeddings(List.of(embeddings)).source(), Precision.FLOAT32);
    }

    private static int[] ids(String text, String... embeddings) throws IOException {
        ModelSource source = ModelSpec.of(TINY).withEmbeddings(List.of(embeddings)).source();
        try (ClipTokenizer tokenizer = source.tokenizer(ModelSource.TOKENIZER)) {
            return tokenizer.encode(text);
        }
    }

    /** The rows of the model's own table under another word give what the model's words give. */
    @ParameterizedTest
    @CsvSource({"emb_params,my-cell,my-cell", "<cell>,any,<cell>", "clip_l,My Cell,my cell"})
    void wordOfKnownVectorsGivesWhatTheKnownWordsGive(String key, String file, String word)
            throws IOException {
        int[] known = ids("a nucleus in");
        TensorSource weights = SafetensorsFile.open(TINY.resolve("text_encoder/model.safetensors"));
        Tensor table = weights.read(TABLE);
        int n = Arrays.stream(known).boxed().toList().indexOf(999) - 3;
        Tensor rows = Tensor.zeros(n, 32);
        for (int i = 0; i < n; i++) {
            System.arraycopy(table.data(), 32 * known[2 + i], rows.data(), 32 * i, 32);
        }
        String embedding = write(file, Map.of(key, rows));
        int[] ids = ids("a " + word + " in", embedding);
        assertThat(ids[2]).isEqualTo(1000);
        assertThat(ids[1 + n]).isEqualTo(999 + n);
        try (TextEncoder plain = encoder();
                TextEncoder embedded = encoder(embedding)) {
            assertThat(embedded.encode(ids).output().data())
                    .isEqualTo(plain.encode(known).output().data());
        }
    }

    @Test
    void wordsAreFoundWholeAndInAnyCase() throws IOException {
        String one = write("nucleus", Map.of("emb_params", Tensor.zeros(2, 32)));
        String two = write("x", Map.of("<my nucleus>", Tensor.zeros(32)));
        assertThat(ids("Nucleus", one, two)).startsWith(998, 1000, 1001, 999);
        assertThat(ids("<MY nucleus>,", one, two)).startsWith(998, 1002).doesNotContain(1000);
        assertThat(ids("nucleuss", one, two)).isEqualTo(ids("nucleuss"));
        assertThat(ids("a nucleus", one, two)).startsWith(ids("a")[0], ids("a")[1], 1000, 1001);
    }

    @Test
    void embeddingOfAnotherFamilyIsRefused() throws IOException {
        String wide = write("wide", Map.of("emb_params", Tensor.zeros(2, 768)));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> encoder(wide))
                .withMessage(
                        wide
                                + ": has vectors of the shape [2, 768] for the text_encoder, which"
                                + " takes vectors of 32; use an embedding that was trained for a"
                                + " model of this family");
        String second = write("second", Map.of("clip_g", Tensor.zeros(2, 32)));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> encoder(second))
                .withMessageContaining("holds no vectors for the text_encoder");
        String other = write("other", Map.of("a", Tensor.zeros(1, 32), "b", Tensor.zeros(1, 32)));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> encoder(other))
                .withMessageContaining("is no textual-inversion embedding");
    }

    @Test
    void sameWordTwiceIsRefused() throws IOException {
        String one = write("one", Map.of("<cell>", Tensor.zeros(1, 32)));
        String two = write("two", Map.of("<CELL>", Tensor.zeros(1, 32)));
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> encoder(one, two))
                .withMessageStartingWith("two embeddings have the word \"<CELL>\": ");
    }

    @Test
    void bothTextEncodersOfSdxlKnowTheWord() throws IOException {
        Tensor first = new TorchNoise(1).gaussian(2, 32);
        Tensor second = new TorchNoise(2).gaussian(2, 48);
        String file = write("cell", Map.of("clip_l", first, "clip_g", second));
        ModelSpec spec = ModelSpec.of(Reference.path("models/tiny-sdxl"));
        try (DiffusionModel plain = DiffusionModel.open(spec);
                DiffusionModel model = DiffusionModel.open(spec.withEmbeddings(List.of(file)))) {
            Tensor known = pooled(model, "a cell");
            assertThat(known.data()).isNotEqualTo(pooled(plain, "a cell").data());
            assertThat(pooled(model, "a dish").data()).isEqualTo(pooled(plain, "a dish").data());
        }
    }

    private static Tensor pooled(DiffusionModel model, String prompt) {
        return model.textEncoders().encode(Prompt.parse(prompt), 0).pooled();
    }
}
