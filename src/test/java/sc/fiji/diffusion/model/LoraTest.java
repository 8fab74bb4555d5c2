// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.testing.Reference;

class LoraTest {

    @TempDir Path models;

    /** Reads a list where there is an adapter of these names. */
    private static List<Lora> parse(String list, String... names) {
        return Lora.parse(list, List.of(names)::contains);
    }

    @Test
    void listIsRead() {
        assertThat(parse("sharper:0.8, nuclei,C:\\loras\\a b.safetensors:-.5, C:\\c,"))
                .containsExactly(
                        new Lora("sharper", 0.8),
                        new Lora("nuclei", 1),
                        new Lora("C:\\loras\\a b.safetensors", -0.5),
                        new Lora("C:\\c", 1));
        assertThat(parse(" ")).isEmpty();
    }

    @Test
    void textIsReadAgain() {
        List<Lora> loras = List.of(new Lora("sharper", 0.8), new Lora("nuclei", 1));
        assertThat(Lora.text(loras)).isEqualTo("sharper:0.8, nuclei:1");
        assertThat(parse(Lora.text(loras))).isEqualTo(loras);
    }

    @Test
    void namesMayHoldCommas() {
        assertThat(parse("a, b")).containsExactly(new Lora("a", 1), new Lora("b", 1));
        assertThat(parse("a, b:-0.5, c", "a, b"))
                .containsExactly(new Lora("a, b", -0.5), new Lora("c", 1));
        assertThat(parse("c, a, b,d:2", "a, b,d"))
                .containsExactly(new Lora("c", 1), new Lora("a, b,d", 2));
        assertThat(parse("a, b", "a, b", "a"))
                .as("two that are there stay two")
                .containsExactly(new Lora("a", 1), new Lora("b", 1));
        assertThat(parse("\"a, b\":0.5,\" c\", \"say \"\"x\"\"\" : 2", "a"))
                .containsExactly(
                        new Lora("a, b", 0.5), new Lora(" c", 1), new Lora("say \"x\"", 2));
    }

    @Test
    void namesMayEndLikeAWeight() {
        assertThat(parse("a:2", "a", "a:2")).containsExactly(new Lora("a", 2));
        assertThat(parse("a:2", "a:2")).containsExactly(new Lora("a:2", 1));
        assertThat(parse("\"a:2\", C:\\x:0.8", "a"))
                .containsExactly(new Lora("a:2", 1), new Lora("C:\\x", 0.8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a, b", "a:2", "\"a\"", "\"", "it's", "a,", "5 \"x", "[a]"})
    void textOfAnyNameIsReadAgain(String name) {
        List<Lora> loras = List.of(new Lora(name, 0.25), new Lora("other", 1));
        assertThat(parse(Lora.text(loras))).isEqualTo(loras);
        ModelSpec spec = ModelSpec.of("m").withEmbeddings(List.of(name, "other"));
        assertThat(ModelSpec.names(spec.embeddingNames(), n -> false)).isEqualTo(spec.embeddings());
    }

    @Test
    void wrongListsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("a:1,,b"))
                .withMessage("lora: a name is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("a:1, a:0.5"))
                .withMessage("lora: a is given twice; give it once, with the sum");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("\"a\" 0.5"))
                .withMessage(
                        "lora: a name in quotes may be followed by a colon and its weight only, was"
                                + " \"a\" 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSpec.names("\"a\":1, b", n -> false))
                .withMessageStartingWith("embeddings: a name in quotes may be followed by a comma");
    }

    @Test
    void namesAreFoundBesideTheModels() throws IOException {
        Path file = models.resolve("lora/sharper.safetensors");
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        ModelLibrary library = new ModelLibrary(List.of(models));
        ModelSpec spec = ModelSpec.of(Reference.path("models/tiny-sd1"));
        assertThat(library.locate(spec.withLoras(parse("sharper:0.5"))).loras())
                .containsExactly(new Lora(file.toString(), 0.5));
        assertThat(library.locate(spec.withLoras(parse(file + ":2"))).loras())
                .containsExactly(new Lora(file.toString(), 2));
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> library.locate(spec.withLoras(parse("other"))))
                .withMessageStartingWith("unknown lora \"other\"; give the path")
                .withMessageContaining(models.toString());
    }

    @Test
    void folderOfPeftGivesTheName() throws IOException {
        Path file = models.resolve("lora/cells, dense/adapter_model.safetensors");
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        ModelLibrary library = new ModelLibrary(List.of(models));
        List<Lora> loras = Lora.parse("cells, dense:0.5", library::hasLora);
        ModelSpec spec = ModelSpec.of(Reference.path("models/tiny-sd1")).withLoras(loras);
        List<Lora> located = library.locate(spec).loras();
        assertThat(located).containsExactly(new Lora(file.toString(), 0.5));
        assertThat(Lora.text(located)).isEqualTo("\"cells, dense\":0.5");
    }

    @Test
    void predictionIsForced() throws IOException {
        ModelSpec spec = ModelSpec.of(Reference.path("models/tiny-sd1"));
        assertThat(spec.source().scheduler().prediction().key()).isEqualTo("epsilon");
        assertThat(spec.withPrediction("v_prediction").source().scheduler().prediction().key())
                .isEqualTo("v_prediction");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.withPrediction("v"))
                .withMessage(
                        "prediction must be one of model default, epsilon, v_prediction, sample;"
                                + " was \"v\"");
    }
}
