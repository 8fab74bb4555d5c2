// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.SafetensorsFile;

class VaeConfigTest {

    private static final Path TINY = Reference.path("models/tiny-sd1/vae/config.json");

    @TempDir Path folder;

    private VaeConfig changed(Map<String, String> changes) throws IOException {
        return VaeConfig.read(Configs.changed(folder, TINY, changes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd1", "tiny-sd1-inpaint"})
    void layoutIsExactlyWhatTheFileHolds(String model) throws IOException {
        Path part = Reference.path("models/" + model + "/vae");
        VaeConfig config = VaeConfig.read(ConfigFile.open(part.resolve("config.json")));
        SafetensorsFile file =
                SafetensorsFile.open(part.resolve("diffusion_pytorch_model.safetensors"));
        assertThat(Configs.describe(config.layout())).isEqualTo(Configs.describe(file));
    }

    @Test
    void layoutOfStableDiffusion15IsThePublishedOne() throws IOException {
        VaeConfig config = VaeConfig.read(ConfigFile.open(Configs.resource("sd1.5-vae.json")));
        assertThat(config.factor()).isEqualTo(8);
        assertThat(config.scalingFactor()).isEqualTo(0.18215);
        assertThat(config.layout().parameterCount()).isEqualTo(83_653_863L);
        assertThat(config.layout().shapes()).hasSize(248);
        // Of the lines "name shape" of the published model, sorted, each with a line feed.
        assertThat(Configs.digest(config.layout()))
                .isEqualTo("f7ac48fdd0003763c3556953106fb8832330e677539e73e3fbceb2f30203dde5");
    }

    private static Map<String, String> small() {
        return new HashMap<>(
                Map.of(
                        "block_out_channels", "[8, 12]",
                        "norm_num_groups", "4",
                        "layers_per_block", "1",
                        "down_block_types", "[\"DownEncoderBlock2D\", \"DownEncoderBlock2D\"]",
                        "up_block_types", "[\"UpDecoderBlock2D\", \"UpDecoderBlock2D\"]"));
    }

    /** Runs both networks once and checks that together they use each weight of the layout. */
    private static void assertRuns(VaeConfig config) {
        int size = 3 * config.factor();
        int channels = config.imageChannels();
        int latents = config.latentChannels();
        Gradients.Run encoded =
                Gradients.run(config.encoder(), config.layout(), ramp(1, channels, size, size));
        assertThat(encoded.results().get(0).shape()).containsExactly(1, 2 * latents, 3, 3);
        Gradients.Run decoded =
                Gradients.run(config.decoder(), config.layout(), ramp(1, latents, 3, 3));
        assertThat(decoded.results().get(0).shape()).containsExactly(1, channels, size, size);
        List<String> unused = encoded.unused().stream().filter(decoded.unused()::contains).toList();
        assertThat(unused).isEmpty();
    }

    private static Tensor ramp(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) tensor.data()[i] = (float) Math.sin(i);
        return tensor;
    }

    @Test
    void greyImagesAndOtherLatents() throws IOException {
        Map<String, String> changes = small();
        changes.put("in_channels", "1");
        changes.put("out_channels", "1");
        changes.put("latent_channels", "8");
        changes.put("scaling_factor", "1.0");
        VaeConfig config = changed(changes);
        assertThat(config.imageChannels()).isEqualTo(1);
        assertThat(config.latentChannels()).isEqualTo(8);
        assertThat(config.scalingFactor()).isEqualTo(1);
        assertRuns(config);
    }

    @Test
    void withoutAttentionAndOuterConvolutions() throws IOException {
        Map<String, String> changes = small();
        changes.put("mid_block_add_attention", "false");
        changes.put("use_quant_conv", "false");
        changes.put("use_post_quant_conv", "false");
        VaeConfig config = changed(changes);
        assertThat(config.layout().shapes().keySet())
                .noneMatch(name -> name.contains("attention") || name.contains("quant"));
        assertRuns(config);
    }

    @Test
    void threeResolutionsWithTwoLayersEach() throws IOException {
        Map<String, String> changes = small();
        changes.put("block_out_channels", "[8, 8, 12]");
        changes.put("layers_per_block", "2");
        changes.put("down_block_types", "null");
        changes.put("up_block_types", "null");
        VaeConfig config = changed(changes);
        assertThat(config.factor()).isEqualTo(4);
        assertRuns(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "_class_name | \"AutoencoderTiny\" | AutoencoderKL",
                "in_channels | 2 | 1 or 3",
                "in_channels | 4 | a whole number from 1 to 3",
                "out_channels | 1 | 3",
                "latent_channels | 0 | a whole number from 1 to 65536",
                "block_out_channels | [16, 16, 32] | 3 times DownEncoderBlock2D",
                "down_block_types | [\"AttnDownEncoderBlock2D\"] | 4 times DownEncoderBlock2D",
                "norm_num_groups | 5 | a divisor of 16",
                "act_fn | \"relu\" | silu",
                "scaling_factor | 0 | a number above 0, up to 1000000.0",
                "shift_factor | 0.1 | none",
                "latents_mean | [0.1, 0.2] | none",
            })
    void whatItCannotRunIsRefusedByKey(String key, String value, String needs) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed(Map.of(key, value)))
                .withMessageStartingWith(folder.resolve("config.json") + ": \"")
                .withMessageEndingWith(", but this engine needs " + needs);
    }
}
