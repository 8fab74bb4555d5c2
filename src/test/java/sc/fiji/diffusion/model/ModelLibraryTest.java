// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.Sha256;

class ModelLibraryTest {

    @TempDir Path root;

    private Path first;
    private Path second;
    private ModelLibrary library;

    @BeforeEach
    void installModels() throws IOException {
        first = root.resolve("first");
        second = root.resolve("second");
        install(first, "cells");
        install(second, "cells");
        install(second, "bacteria");
        Files.createDirectories(second.resolve("no-model"));
        library = new ModelLibrary(List.of(first, root.resolve("absent"), second));
    }

    private static void install(Path folder, String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(folder.resolve(name).resolve("model_index.json"), "{}");
    }

    @Test
    void namesAreSortedWithoutRepetition() {
        assertThat(library.names()).containsExactly("bacteria", "cells");
    }

    @Test
    void nameIsFoundInTheFirstFolderThatHasIt() throws IOException {
        assertThat(library.find("cells")).isEqualTo(first.resolve("cells"));
        assertThat(library.find("bacteria")).isEqualTo(second.resolve("bacteria"));
    }

    @Test
    void adaptersAndEmbeddingsAreListedAfterTheModels() throws IOException {
        Tensor weight = Tensor.full(1, 2, 2);
        Path lora = Files.createDirectories(second.resolve("lora/folder"));
        Path embeddings = Files.createDirectories(first.resolve("embeddings"));
        Path adapter = lora.resolve("pytorch_lora_weights.safetensors");
        SafetensorsWriter.write(adapter, Map.of("a", weight), DType.F16, Map.of());
        Files.write(lora.resolveSibling("broken.safetensors"), new byte[] {1, 2, 3});
        Path word = embeddings.resolve("word.safetensors");
        SafetensorsWriter.write(
                word, Map.of("emb_params", weight), DType.F32, Map.of("modelspec.license", "MIT"));
        List<Path> folders = List.of(first, root.resolve("absent"), second, second);
        List<ModelSummary> listed = new ModelLibrary(folders).summaries();
        assertThat(listed)
                .extracting(ModelSummary::name)
                .containsExactly("bacteria", "cells", "broken", "folder", "word");
        assertThat(listed.get(2).family()).startsWith("cannot be used: ");
        assertThat(listed.get(3).family()).isEqualTo("LoRA adapter");
        assertThat(listed.get(3).precision()).isEqualTo("F16");
        assertThat(listed.get(3).hash()).isEqualTo(Sha256.of(adapter));
        assertThat(listed.get(4).family()).isEqualTo("text embedding");
        assertThat(listed.get(4).licence()).isEqualTo("MIT");
    }

    @Test
    void pathOfAModelFolderIsFound() throws IOException {
        Path path = second.resolve("cells");
        assertThat(library.find(path.toString())).isEqualTo(path);
    }

    @Test
    void singleFileIsAModelUnderItsNameWithoutEnding() throws IOException {
        Path file = Files.createFile(first.resolve("v1-5.safetensors"));
        assertThat(library.names()).containsExactly("bacteria", "cells", "v1-5");
        assertThat(library.find("v1-5")).isEqualTo(file);
        assertThat(library.find("v1-5.safetensors")).isEqualTo(file);
        assertThat(library.find(file.toString())).isEqualTo(file);
    }

    private void assertRefused(ModelLibrary inLibrary, String name, String message) {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> inLibrary.find(name))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yeast", "", " ", "bad\0name"})
    void unknownModelListsTheInstalledOnes(String name) {
        String folders = first + ", " + root.resolve("absent") + ", " + second;
        assertRefused(
                library,
                name,
                "unknown model \"" + name + "\"; installed: bacteria, cells (in " + folders + ")");
    }

    @Test
    void unknownModelWhereNoneIsInstalled() {
        ModelLibrary empty = new ModelLibrary(List.of(root.resolve("absent")));
        assertRefused(
                empty,
                "cells",
                "unknown model \"cells\"; installed: none (in " + root.resolve("absent") + ")");
    }

    @Test
    void folderWithoutIndexSaysWhatIsMissing() {
        Path folder = second.resolve("no-model");
        assertRefused(
                library,
                folder.toString(),
                folder
                        + " is no model folder in the diffusers layout: it holds no"
                        + " model_index.json");
    }

    @Test
    void otherFormatsAreRefused() throws IOException {
        Path file = Files.createFile(root.resolve("model.ckpt"));
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> library.find(file.toString()))
                .withMessageStartingWith(
                        file + " is no model; get the model as a .safetensors file");
    }
}
