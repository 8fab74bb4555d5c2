// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.text.Prompt;
import sc.fiji.diffusion.weights.SafetensorsFile;

/**
 * Models as transformers 5 and diffusers 0.42 save them mean what they did in the layout before.
 */
class SavedModelTest {

    private static final List<String> FORMER_TOKENIZER =
            List.of("vocab.json", "merges.txt", "special_tokens_map.json");

    @TempDir private Path parent;

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void textIsReadAsBefore(boolean prefix) throws IOException {
        ModelCopy copy = ModelCopy.in(parent);
        replaceTokenizer(copy.file("tokenizer"));
        if (!prefix) copy.tensors(ModelCopy.TEXT_ENCODER, SavedModelTest::removePrefix);
        copy.write("text_encoder/config.json", read("saved/text_encoder/config.json"));
        assertThat(conditioning(copy.folder()))
                .isEqualTo(conditioning(Reference.path("models/tiny-sd1")));
    }

    private static float[] conditioning(Path folder) throws IOException {
        try (DiffusionModel model = DiffusionModel.open(folder)) {
            return model.textEncoders().encode(Prompt.parse("a cat"), 0).context().data();
        }
    }

    private static void removePrefix(Map<String, Tensor> tensors) {
        Map<String, Tensor> all = new TreeMap<>(tensors);
        tensors.clear();
        all.forEach((name, t) -> tensors.put(name.replaceFirst("^text_model\\.", ""), t));
    }

    @Test
    void namesWithAndWithoutPrefixContradictEachOther() throws IOException {
        ModelCopy copy = ModelCopy.in(parent);
        String name = "final_layer_norm.bias";
        copy.tensors(ModelCopy.TEXT_ENCODER, t -> t.put(name, Tensor.zeros(32)));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DiffusionModel.open(copy.folder()))
                .withMessage(
                        copy.file(ModelCopy.TEXT_ENCODER)
                                + ": holds both \"final_layer_norm.bias\" and"
                                + " \"text_model.final_layer_norm.bias\"; get the file again");
    }

    @Test
    void textEncoderMayHaveTheConfigurationOfAWholeModel() throws IOException {
        ModelCopy copy = ModelCopy.in(parent);
        String own = read("models/tiny-sd1/text_encoder/config.json");
        for (String key : List.of("text_config", "text_config_dict")) {
            copy.write(
                    "text_encoder/config.json",
                    "{\"model_type\": \"clip\", \"vision_config\": {}, \"%s\": %s}"
                            .formatted(key, own));
            assertThat(conditioning(copy.folder()))
                    .isEqualTo(conditioning(Reference.path("models/tiny-sd1")));
        }
    }

    @Test
    void clipModelMayHaveTheSettingsOfItsImagesInThoseOfItsProcessor() throws IOException {
        Path original = Reference.path("models/tiny-clip");
        Path folder = Files.createDirectory(parent.resolve("clip"));
        Files.copy(original.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("config.json"), read("saved/clip/config.json"));
        String settings = read("saved/clip/processor_config.json");
        Files.writeString(folder.resolve("processor_config.json"), settings);
        replaceTokenizer(folder);
        Tensor image =
                SafetensorsFile.open(Reference.path("cases/clip.safetensors")).read("image.0");
        Tensor pixels = Tensor.of(image.data(), 1, 1, image.dim(0), image.dim(1) * image.dim(2));
        try (ClipModel before = ClipModel.open(original);
                ClipModel now = ClipModel.open(folder)) {
            List<String> texts = List.of("a cat", "nuclei");
            assertThat(now.embedTexts(texts).data()).isEqualTo(before.embedTexts(texts).data());
            assertThat(now.embedImage(pixels).data()).isEqualTo(before.embedImage(pixels).data());
        }

        Files.writeString(folder.resolve("processor_config.json"), "{\"processor_class\": \"X\"}");
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> ClipModel.open(folder))
                .withMessageContaining("preprocessor_config.json is missing");
    }

    private static void replaceTokenizer(Path folder) throws IOException {
        for (String name : FORMER_TOKENIZER) Files.deleteIfExists(folder.resolve(name));
        for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.writeString(folder.resolve(name), read("saved/tokenizer/" + name));
        }
    }

    private static String read(String relative) throws IOException {
        return Files.readString(Reference.path(relative));
    }
}
