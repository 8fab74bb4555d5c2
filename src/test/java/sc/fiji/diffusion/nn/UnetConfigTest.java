// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.SafetensorsFile;

class UnetConfigTest {

    private static final Path TINY = Reference.path("models/tiny-sd1/unet/config.json");

    @TempDir Path folder;

    private UnetConfig changed(Map<String, String> changes) throws IOException {
        return UnetConfig.read(Configs.changed(folder, TINY, changes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd1", "tiny-sd1-inpaint"})
    void layoutIsExactlyWhatTheFileHolds(String model) throws IOException {
        Path part = Reference.path("models/" + model + "/unet");
        UnetConfig config = UnetConfig.read(ConfigFile.open(part.resolve("config.json")));
        SafetensorsFile file =
                SafetensorsFile.open(part.resolve("diffusion_pytorch_model.safetensors"));
        assertThat(Configs.describe(config.layout())).isEqualTo(Configs.describe(file));
    }

    @Test
    void layoutOfStableDiffusion15IsThePublishedOne() throws IOException {
        WeightLayout layout =
                UnetConfig.read(ConfigFile.open(Configs.resource("sd1.5-unet.json"))).layout();
        assertThat(layout.parameterCount()).isEqualTo(859_520_964L);
        assertThat(layout.shapes()).hasSize(686);
        // Of the lines "name shape" of the published model, sorted, each with a line feed.
        assertThat(Configs.digest(layout))
                .isEqualTo("1503dcc8197def8358aad3a9e54aa5d93e7e6410048170db0b1cdc2cb00a60a1");
    }

    @Test
    void missingKeysHaveTheDefaultsOfDiffusers() throws IOException {
        UnetConfig config =
                UnetConfig.read(
                        Configs.of(
                                folder,
                                """
                                {"down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
                                    "CrossAttnDownBlock2D", "DownBlock2D"],
                                 "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D",
                                    "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}
                                """));
        assertThat(config.channels()).containsExactly(320, 640, 1280, 1280);
        assertThat(config.heads()).containsExactly(8, 8, 8, 8);
        assertThat(config.contextWidth()).isEqualTo(1280);
        assertThat(config.middle()).isTrue();
        assertThat(config.linearProjection()).isFalse();
    }

    /** Runs the network once and checks that it uses each weight of its layout. */
    private void assertRuns(UnetConfig config) {
        int size = 8;
        Tensor sample = ramp(2, config.inChannels(), size, size + 2);
        Tensor context = ramp(2, 5, config.contextWidth());
        Gradients.Run run =
                Gradients.run(
                        config.source(),
                        config.layout(),
                        sample,
                        Tensor.of(new float[] {3, 700}, 2),
                        context);
        assertThat(run.unused()).isEmpty();
        assertThat(run.results().get(0).shape())
                .containsExactly(2, config.outChannels(), size, size + 2);
    }

    private static Tensor ramp(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) tensor.data()[i] = (float) Math.sin(i);
        return tensor;
    }

    private static Map<String, String> small() {
        return new HashMap<>(
                Map.of(
                        "block_out_channels", "[8, 12]",
                        "norm_num_groups", "4",
                        "attention_head_dim", "2",
                        "layers_per_block", "1",
                        "cross_attention_dim", "6",
                        "down_block_types", "[\"CrossAttnDownBlock2D\", \"DownBlock2D\"]",
                        "up_block_types", "[\"UpBlock2D\", \"CrossAttnUpBlock2D\"]"));
    }

    @Test
    void oneHeadCountForEachResolution() throws IOException {
        Map<String, String> changes = small();
        changes.put("attention_head_dim", "[4, 3]");
        changes.put("down_block_types", "[\"CrossAttnDownBlock2D\", \"CrossAttnDownBlock2D\"]");
        changes.put("up_block_types", "[\"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\"]");
        UnetConfig config = changed(changes);
        assertThat(config.heads()).containsExactly(4, 3);
        assertRuns(config);
    }

    @Test
    void headsUnderTheirNewName() throws IOException {
        Map<String, String> changes = small();
        changes.put("num_attention_heads", "4");
        changes.put("attention_head_dim", "7");
        assertThat(changed(changes).heads()).containsExactly(4, 4);
    }

    @Test
    void latentsOfEightChannelsAndDeeperBlocks() throws IOException {
        Map<String, String> changes = small();
        changes.put("in_channels", "8");
        changes.put("out_channels", "8");
        changes.put("layers_per_block", "3");
        changes.put("transformer_layers_per_block", "[2, 1]");
        assertRuns(changed(changes));
    }

    @Test
    void noMiddleBlock() throws IOException {
        Map<String, String> changes = small();
        changes.put("mid_block_type", "null");
        UnetConfig config = changed(changes);
        assertThat(config.middle()).isFalse();
        assertThat(config.layout().shapes().keySet())
                .noneMatch(name -> name.startsWith("mid_block"));
        assertRuns(config);
    }

    @Test
    void oneResolutionWithLinearProjection() throws IOException {
        Map<String, String> changes = small();
        changes.put("block_out_channels", "[8]");
        changes.put("use_linear_projection", "true");
        changes.put("flip_sin_to_cos", "false");
        changes.put("freq_shift", "1");
        changes.put("down_block_types", "[\"CrossAttnDownBlock2D\"]");
        changes.put("up_block_types", "[\"CrossAttnUpBlock2D\"]");
        assertRuns(changed(changes));
    }

    @Test
    void attentionOnTheWayUpOnly() throws IOException {
        Map<String, String> changes = small();
        changes.put("down_block_types", "[\"DownBlock2D\", \"DownBlock2D\"]");
        assertRuns(changed(changes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "_class_name | \"UNet2DModel\" | UNet2DConditionModel",
                "class_embed_type | \"timestep\" | none",
                "num_class_embeds | 1000 | none",
                "addition_embed_type | \"text\" | text_time",
                "encoder_hid_dim_type | \"text_proj\" | none",
                "time_cond_proj_dim | 256 | none",
                "only_cross_attention | true | false",
                "mid_block_type | \"UNetMidBlock2D\" | UNetMidBlock2DCrossAttn",
                "act_fn | \"gelu\" | silu",
                "resnet_time_scale_shift | \"scale_shift\" | default",
                "conv_in_kernel | 5 | 3",
                "dual_cross_attention | true | false",
                "resnet_out_scale_factor | 1.5 | 1 or 1.0",
                "attention_type | \"gated\" | default",
                "block_out_channels | [16, 32, 32] | 3 names",
                "block_out_channels | [] | 1 to 10 numbers",
                "block_out_channels | [16, 32, 36, 32] | a divisor of 36",
                "block_out_channels | [16, 32, -32, 32] | a whole number from 1 to 65536",
                "norm_num_groups | 0 | a whole number from 1 to 65536",
                "attention_head_dim | 5 | a divisor of 16",
                "attention_head_dim | [8, 8] | 4 numbers",
                "layers_per_block | 2000000000 | a whole number from 1 to 16",
                "layers_per_block | [2, 2, 2, 2] | a whole number from 1 to 16",
                "cross_attention_dim | 0 | a whole number from 1 to 65536",
                "freq_shift | 8 | a whole number from 0 to 7",
                "norm_eps | -1 | a number above 0, up to 1.0",
                "down_block_types | [\"DownBlock2D\"] | 4 names",
            })
    void whatItCannotRunIsRefusedByKey(String key, String value, String needs) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed(Map.of(key, value)))
                .withMessageStartingWith(folder.resolve("config.json") + ": \"")
                .withMessageEndingWith(", but this engine needs " + needs);
    }

    @Test
    void blockTypesOfOtherFamiliesAreNamed() {
        String types =
                "[\"SimpleCrossAttnDownBlock2D\", \"DownBlock2D\", \"DownBlock2D\","
                        + " \"DownBlock2D\"]";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed(Map.of("down_block_types", types)))
                .withMessageEndingWith(
                        "\"down_block_types\" is SimpleCrossAttnDownBlock2D, but this engine needs"
                                + " DownBlock2D or CrossAttnDownBlock2D");
    }
}
