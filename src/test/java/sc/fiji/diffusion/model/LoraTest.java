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
import sc.fiji.diffusion.testing.Reference;

class LoraTest {

    @TempDir Path models;

    @Test
    void listIsRead() {
        assertThat(Lora.parse("sharper:0.8, nuclei,C:\\loras\\a b.safetensors:-.5, C:\\c"))
                .containsExactly(
                        new Lora("sharper", 0.8),
                        new Lora("nuclei", 1),
                        new Lora("C:\\loras\\a b.safetensors", -0.5),
                        new Lora("C:\\c", 1));
        assertThat(Lora.parse(" ")).isEmpty();
    }

    @Test
    void textIsReadAgain() {
        List<Lora> loras = List.of(new Lora("sharper", 0.8), new Lora("nuclei", 1));
        assertThat(Lora.text(loras)).isEqualTo("sharper:0.8, nuclei:1");
        assertThat(Lora.parse(Lora.text(loras))).isEqualTo(loras);
    }

    @Test
    void wrongListsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lora.parse("a:1,,b"))
                .withMessage("lora: a name is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lora.parse("a:1, a:0.5"))
                .withMessage("lora: a is given twice; give it once, with the sum");
    }

    @Test
    void namesAreFoundBesideTheModels() throws IOException {
        Path file = models.resolve("lora/sharper.safetensors");
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        ModelLibrary library = new ModelLibrary(List.of(models));
        ModelSpec spec = ModelSpec.of(Reference.path("models/tiny-sd1"));
        assertThat(library.locate(spec.withLoras(Lora.parse("sharper:0.5"))).loras())
                .containsExactly(new Lora(file.toString(), 0.5));
        assertThat(library.locate(spec.withLoras(Lora.parse(file + ":2"))).loras())
                .containsExactly(new Lora(file.toString(), 2));
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> library.locate(spec.withLoras(Lora.parse("other"))))
                .withMessageStartingWith("unknown lora \"other\"; give the path")
                .withMessageContaining(models.toString());
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
