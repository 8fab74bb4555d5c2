// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.SafetensorsFile;

class ClipTextConfigTest {

    private static final Path TINY = Reference.path("models/tiny-sd1/text_encoder/config.json");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd1", "tiny-sd1-inpaint"})
    void layoutIsExactlyWhatTheFileHolds(String model) throws IOException {
        Path part = Reference.path("models/" + model + "/text_encoder");
        ClipTextConfig config = ClipTextConfig.read(ConfigFile.open(part.resolve("config.json")));
        SafetensorsFile file = SafetensorsFile.open(part.resolve("model.safetensors"));
        assertThat(Configs.describe(config.layout())).isEqualTo(Configs.describe(file));
    }

    @Test
    void layoutOfStableDiffusion15IsThePublishedOne() throws IOException {
        WeightLayout layout =
                ClipTextConfig.read(ConfigFile.open(Configs.resource("sd1.5-text_encoder.json")))
                        .layout();
        assertThat(layout.parameterCount()).isEqualTo(123_060_480L);
        assertThat(layout.shapes()).hasSize(196);
        // Of the lines "name shape" of the published model, sorted, each with a line feed.
        assertThat(Configs.digest(layout))
                .isEqualTo("502dbc9c96ade6ae4b4b18742d9f193193c443e25c85fd281090a464b9a26bb9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gelu", "quick_gelu"})
    void givesOneStateMoreThanLayersAndTheNormalisedOutput(String activation) throws IOException {
        ClipTextConfig config =
                ClipTextConfig.read(
                        Configs.changed(
                                folder,
                                TINY,
                                Map.of(
                                        "hidden_size", "12",
                                        "num_attention_heads", "3",
                                        "intermediate_size", "20",
                                        "num_hidden_layers", "2",
                                        "vocab_size", "6",
                                        "max_position_embeddings", "4",
                                        "hidden_act", "\"" + activation + "\"")));
        Gradients.Run run =
                Gradients.run(
                        config.source(),
                        config.layout(),
                        Tensor.of(new float[] {0, 1, 2, 5}, 1, 4));
        assertThat(run.results()).hasSize(4);
        assertThat(run.results())
                .allSatisfy(state -> assertThat(state.shape()).containsExactly(1, 4, 12));
        assertThat(run.unused()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model_type | \"t5\" | clip_text_model",
                "hidden_act | \"relu\" | one of [quick_gelu, gelu]",
                "num_attention_heads | 5 | a divisor of hidden_size 32",
                "num_attention_heads | 0 | a whole number from 1 to 32",
                "num_hidden_layers | 1000000000 | a whole number from 1 to 100",
                "vocab_size | -1 | a whole number from 1 to 16777216",
                "hidden_size | \"wide\" | a whole number from 1 to 65536",
            })
    void whatItCannotRunIsRefusedByKey(String key, String value, String needs) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ClipTextConfig.read(
                                        Configs.changed(folder, TINY, Map.of(key, value))))
                .withMessage(
                        folder.resolve("config.json")
                                + ": \""
                                + key
                                + "\" is "
                                + (needs.startsWith("one of") || needs.startsWith("clip")
                                        ? value.replace("\"", "")
                                        : value)
                                + ", but this engine needs "
                                + needs);
    }
}
