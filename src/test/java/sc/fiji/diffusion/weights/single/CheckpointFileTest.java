// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.KeyTable;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** The published checkpoints, as sparse files of their full size. */
class CheckpointFileTest {

    private static final String FIRST = "model.diffusion_model.input_blocks.0.0.weight";

    @TempDir Path folder;

    /** A name that says nothing. */
    private CheckpointFile open(KeyTable table, Map<String, String> metadata) throws IOException {
        return CheckpointFile.open(table.writeSparse(folder.resolve("m.safetensors"), metadata));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sd1.5         | Stable Diffusion 1",
                "sd1.5-inpaint | Stable Diffusion 1, inpainting",
                "sd2.1         | Stable Diffusion 2, v-prediction",
                "sdxl          | Stable Diffusion XL",
            })
    void mapsEveryKey(String name, String description) throws IOException {
        KeyTable table = KeyTable.read(name);
        CheckpointFile checkpoint = open(table, Map.of());

        assertThat(checkpoint.describe()).isEqualTo(description);
        Map<String, Set<String>> expected = new TreeMap<>();
        for (KeyTable.Row row : table.rows()) {
            expected.computeIfAbsent(row.component(), c -> new HashSet<>()).addAll(row.names());
            TensorSource part = checkpoint.weights(row.component());
            for (String key : row.names()) {
                assertThat(part.shape(key)).as(key).isEqualTo(shape(row));
                assertThat(part.dtype(key)).isEqualTo(DType.F16);
                long parts = row.names().size();
                assertThat(part.bytes(key).remaining()).isEqualTo((int) (2 * row.size() / parts));
            }
        }
        assertThat(checkpoint.parts()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach(
                (part, names) ->
                        assertThat(checkpoint.weights(part).names())
                                .containsExactlyInAnyOrderElementsOf(names));
    }

    /** As in the layout of diffusers: attention of the autoencoder is linear. */
    private static int[] shape(KeyTable.Row row) {
        int[] s = row.shape();
        if (row.names().size() == 3) {
            int third = s[0] / 3;
            return s.length == 1 ? new int[] {third} : new int[] {third, s[1]};
        }
        if (row.key().endsWith("text_projection")) return new int[] {s[1], s[0]};
        boolean attention = row.component().equals("vae") && row.key().contains(".attn_1.");
        return attention && s.length == 4 ? new int[] {s[0], s[1]} : s;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sd1.5         | 64  | 8            | 12 | 12",
                "sd1.5-inpaint | 64  | 8            | 12 | 12",
                "sd2.1         | 96  | [5,10,20,20] | 16 | 23",
                "sdxl          | 128 | [5,10,20]    | 12 | 12",
            })
    void statesTheConfigurationOfThePublishedModel(
            String name, int size, String heads, int textHeads, int textLayers) throws IOException {
        CheckpointFile checkpoint = open(KeyTable.read(name), Map.of());
        JsonObject unet = checkpoint.config("unet");
        assertThat(unet.get("sample_size").getAsInt()).isEqualTo(size);
        assertThat(unet.get("attention_head_dim").toString()).isEqualTo(heads);
        assertThat(unet.get("norm_num_groups").getAsInt()).isEqualTo(32);
        JsonObject text = checkpoint.config("text_encoder");
        assertThat(text.get("num_attention_heads").getAsInt()).isEqualTo(textHeads);
        assertThat(text.get("num_hidden_layers").getAsInt()).isEqualTo(textLayers);
        assertThat(checkpoint.vocabulary("text_encoder")).isEqualTo(49408);
    }

    @Test
    void sdxlHasTwoTextEncodersAndEmbedsSizes() throws IOException {
        CheckpointFile checkpoint = open(KeyTable.read("sdxl"), Map.of());
        JsonObject second = checkpoint.config("text_encoder_2");
        assertThat(second.get("hidden_size").getAsInt()).isEqualTo(1280);
        assertThat(second.get("num_attention_heads").getAsInt()).isEqualTo(20);
        assertThat(second.get("projection_dim").getAsInt()).isEqualTo(1280);
        assertThat(second.get("num_hidden_layers").getAsInt()).isEqualTo(32);
        JsonObject unet = checkpoint.config("unet");
        assertThat(unet.get("addition_time_embed_dim").getAsInt()).isEqualTo(256);
        assertThat(unet.get("transformer_layers_per_block").toString()).isEqualTo("[1,2,10]");
        assertThat(checkpoint.padding("text_encoder")).isEqualTo("<|endoftext|>");
        assertThat(checkpoint.padding("text_encoder_2")).isEqualTo("!");
    }

    @Test
    void sdxlInpaintingIsFoundByItsNineChannels() throws IOException {
        KeyTable table = KeyTable.read("sdxl").with(FIRST, 320, 9, 3, 3);
        assertThat(open(table, Map.of()).describe()).isEqualTo("Stable Diffusion XL, inpainting");
    }

    @Test
    void inpaintingModelOfSd2PredictsTheNoise() throws IOException {
        CheckpointFile file = open(KeyTable.read("sd2.1").with(FIRST, 320, 9, 3, 3), Map.of());
        assertThat(file.describe()).isEqualTo("Stable Diffusion 2, inpainting");
        assertThat(file.config("unet").get("sample_size").getAsInt()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({"v,768x768,96,v_prediction", "epsilon,512x512,64,epsilon"})
    void metadataSayThePrediction(String prediction, String size, int sample, String scheduler)
            throws IOException {
        Map<String, String> metadata =
                Map.of("modelspec.prediction_type", prediction, "modelspec.resolution", size);
        CheckpointFile file = open(KeyTable.read("sd2.1"), metadata);
        assertThat(file.config("unet").get("sample_size").getAsInt()).isEqualTo(sample);
        assertThat(file.scheduler().get("prediction_type").getAsString()).isEqualTo(scheduler);
    }

    @Test
    void markersSayThePrediction() throws IOException {
        Map<String, int[]> markers = Map.of("v_pred", new int[0], "ztsnr", new int[0]);
        CheckpointFile file = open(KeyTable.read("sdxl").and(markers), Map.of());
        assertThat(file.describe())
                .isEqualTo("Stable Diffusion XL, v-prediction, zero terminal SNR");
        JsonObject scheduler = file.scheduler();
        assertThat(scheduler.get("prediction_type").getAsString()).isEqualTo("v_prediction");
        assertThat(scheduler.get("rescale_betas_zero_snr").getAsBoolean()).isTrue();
        assertThat(scheduler.get("timestep_spacing").getAsString()).isEqualTo("trailing");
    }

    /** As in the files from before diffusers took part in their making, with what training left. */
    @Test
    void whatIsOfNoUseIsLeftAlone() throws IOException {
        Map<String, int[]> more =
                Map.of(
                        "model_ema.diffusion_modelinput_blocks00weight", new int[] {320, 4, 3, 3},
                        "alphas_cumprod", new int[] {1000},
                        "cond_stage_model.transformer.text_model.embeddings.position_ids",
                                new int[] {1, 77},
                        "first_stage_model.loss.logvar", new int[0]);
        CheckpointFile file = open(KeyTable.read("sd1.5").and(more), Map.of());
        assertThat(file.weights("unet").names()).hasSize(686);
        assertThat(file.weights("text_encoder").names()).hasSize(196);
        assertThat(file.weights("vae").names()).hasSize(248);
    }

    /** The first release of Stable Diffusion 2 has a layer that is not used. */
    @Test
    void lastLayerOfOpenClipIsLeftAlone() throws IOException {
        KeyTable table = KeyTable.read("sd2.1");
        List<KeyTable.Row> rows = new ArrayList<>(table.rows());
        for (KeyTable.Row row : table.rows()) {
            if (!row.key().contains("resblocks.22.")) continue;
            String key = row.key().replace("resblocks.22.", "resblocks.23.");
            rows.add(new KeyTable.Row(key, "", List.of(), row.shape()));
        }
        assertThat(rows).hasSizeGreaterThan(table.rows().size());
        CheckpointFile file = open(new KeyTable(rows), Map.of());
        assertThat(file.config("text_encoder").get("num_hidden_layers").getAsInt()).isEqualTo(23);
        assertThat(file.weights("text_encoder").names()).hasSize(23 * 16 + 4);
    }

    @Test
    void shortNamesOfOldTextEncodersAreKnown() throws IOException {
        List<KeyTable.Row> rows = new ArrayList<>();
        for (KeyTable.Row r : KeyTable.read("sd1.5").rows()) {
            String key = r.key().replace(".text_model.", ".");
            rows.add(new KeyTable.Row(key, r.component(), r.names(), r.shape()));
        }
        CheckpointFile file = open(new KeyTable(rows), Map.of());
        assertThat(file.weights("text_encoder").names())
                .contains("text_model.encoder.layers.11.mlp.fc1.weight")
                .hasSize(196);
        assertThat(file.vocabulary("text_encoder")).isEqualTo(49408);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conditioner.embedders.0.transformer. | the refiner of Stable Diffusion XL",
                "conditioner. | not a complete checkpoint: it holds no text encoder",
                "model.diffusion_model. | an autoencoder alone; give a model, and this file with the key vae",
            })
    void whatIsMissingIsSaid(String without, String reason) throws IOException {
        List<KeyTable.Row> rows = new ArrayList<>(KeyTable.read("sdxl").rows());
        rows.removeIf(r -> r.key().startsWith(without));
        if (reason.contains("refiner")) {
            rows.replaceAll(
                    r ->
                            new KeyTable.Row(
                                    r.key().replace("embedders.1.", "embedders.0."),
                                    r.component(),
                                    r.names(),
                                    r.shape()));
        }
        assertRefused(new KeyTable(rows), reason);
    }

    @Test
    void autoencoderMayBeLeftToAnotherFile() throws IOException {
        List<KeyTable.Row> rows = new ArrayList<>(KeyTable.read("sd1.5").rows());
        rows.removeIf(r -> r.key().startsWith("first_stage_model."));
        CheckpointFile file = open(new KeyTable(rows), Map.of());
        assertThat(file.describe()).isEqualTo("Stable Diffusion 1");
        assertThat(file.parts()).containsExactly("text_encoder", "unet");
    }

    /** A text encoder as transformers names it, with or without the layer that is not used. */
    @ParameterizedTest
    @CsvSource({"22", "23"})
    void textEncoderOfSd2MayHaveTheNamesOfTransformers(int lastLayer) throws IOException {
        CheckpointFile file = open(renamed("sd2.1", lastLayer), Map.of());
        assertThat(file.describe()).isEqualTo("Stable Diffusion 2, v-prediction");
        JsonObject text = file.config("text_encoder");
        assertThat(text.get("hidden_act").getAsString()).isEqualTo("gelu");
        assertThat(text.get("num_attention_heads").getAsInt()).isEqualTo(16);
        assertThat(text.get("num_hidden_layers").getAsInt()).isEqualTo(23);
        assertThat(file.padding("text_encoder")).isEqualTo("!");
        assertThat(file.weights("text_encoder").names())
                .contains("text_model.encoder.layers.22.mlp.fc1.weight")
                .contains("text_model.encoder.layers.22.self_attn.v_proj.bias");
        assertThat(file.config("unet").get("attention_head_dim").toString())
                .isEqualTo("[5,10,20,20]");
    }

    /** The table with the names that transformers gives to the text encoder. */
    private static KeyTable renamed(String name, int lastLayer) throws IOException {
        List<KeyTable.Row> rows = new ArrayList<>();
        for (KeyTable.Row row : KeyTable.read(name).rows()) {
            if (!row.component().equals("text_encoder")) {
                rows.add(row);
                continue;
            }
            int[] shape = row.shape().clone();
            if (row.names().size() > 1) shape[0] /= row.names().size();
            for (String to : row.names()) {
                String key = "cond_stage_model.transformer." + to;
                rows.add(new KeyTable.Row(key, row.component(), List.of(to), shape));
                if (lastLayer == 23 && to.contains("layers.22.")) {
                    String more = key.replace("layers.22.", "layers.23.");
                    rows.add(new KeyTable.Row(more, "", List.of(), shape));
                }
            }
        }
        return new KeyTable(rows);
    }

    @Test
    void namesAndWidthsThatContradictEachOtherAreRefused() throws IOException {
        String token = "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight";
        assertRefused(
                KeyTable.read("sd1.5").with(token, 49408, 1024),
                "a contradiction: by its names a model of Stable Diffusion 1, whose U-Net looks at"
                        + " texts of width 768, but its text encoder gives 1024; get");
        assertRefused(
                withContext("sd2.1", 768),
                "a contradiction: by its names a model of Stable Diffusion 2, whose U-Net looks at"
                        + " texts of width 768, as in Stable Diffusion 1; get");
        assertRefused(
                withContext("sd1.5", 2048),
                "a contradiction: by its names a model of Stable Diffusion 1, whose U-Net looks at"
                        + " texts of width 2048, as in Stable Diffusion XL; get");
        assertRefused(
                withContext("sdxl", 1024),
                "a contradiction: by its names a model of Stable Diffusion XL, whose U-Net looks"
                        + " at texts of width 1024, as in Stable Diffusion 2; get");
    }

    private static KeyTable withContext(String name, int width) throws IOException {
        List<KeyTable.Row> rows = new ArrayList<>();
        for (KeyTable.Row row : KeyTable.read(name).rows()) {
            boolean context = row.key().matches(".*attn2\\.to_[kv]\\.weight");
            int[] shape = context ? new int[] {row.shape()[0], width} : row.shape();
            rows.add(new KeyTable.Row(row.key(), row.component(), row.names(), shape));
        }
        return new KeyTable(rows);
    }

    private void assertRefused(KeyTable table, String reason) {
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> open(table, Map.of()))
                .withMessageStartingWith(folder.resolve("m.safetensors") + ": is " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.diffusion_model.joint_blocks.0.w.weight | a Stable Diffusion 3 model",
                "double_blocks.0.img_attn.qkv.weight | a Flux model",
                "lora_unet_mid_block.lora_down.weight | an adapter",
                "unet.mid_block.lora_A.weight | an adapter",
                "unet.mid_block.lora_B.default.weight | an adapter",
                "unet.mid_block.attn1.processor.to_q_lora.up.weight | an adapter",
                "text_encoder.q_proj.lora_linear_layer.up.weight | an adapter",
                "lora_unet_mid_block.hada_w1_a | an adapter",
                "lora_unet_mid_block.lokr_w1 | an adapter",
                "lora_unet_mid_block.dora_scale | an adapter",
                "lora_unet_mid_block.oft_blocks | an adapter",
                "lora_unet_mid_block.diff | an adapter",
                "transformer.double_blocks.0.img_attn.lora_A.weight | an adapter",
                "control_model.input_blocks.lora_down.weight | an adapter",
                "control_model.input_blocks.weight | a ControlNet",
                "emb_params | an embedding",
                "clip_g | an embedding",
                "<nuclei> | an embedding",
                "some.weight | no checkpoint of a diffusion model",
            })
    void otherKindsOfFilesAreNamed(String key, String kind) {
        assertRefused(new KeyTable(List.of()).and(Map.of(key, new int[] {1})), kind);
    }

    @Test
    void depthModelIsRefused() throws IOException {
        assertRefused(
                KeyTable.read("sd2.1").with(FIRST, 320, 5, 3, 3),
                "a Stable Diffusion 2 model whose U-Net takes 5 channels (depth to image)");
    }

    @Test
    void autoencoderAloneIsReadInBothLayouts() throws IOException {
        List<KeyTable.Row> rows = new ArrayList<>();
        for (KeyTable.Row r : KeyTable.read("sd1.5").rows()) {
            if (!r.component().equals("vae")) continue;
            String key = r.key().substring("first_stage_model.".length());
            rows.add(new KeyTable.Row(key, r.component(), r.names(), r.shape()));
        }
        Path file = folder.resolve("vae.safetensors");
        new KeyTable(rows).writeSparse(file, Map.of());
        assertThat(CheckpointFile.autoencoder(file).names())
                .hasSize(248)
                .contains("decoder.up_blocks.3.resnets.2.conv2.weight");
        SafetensorsWriter.write(
                file, Map.of("encoder.conv_in.bias", Tensor.zeros(1)), DType.F32, Map.of());
        assertThat(CheckpointFile.autoencoder(file).names())
                .containsExactly("encoder.conv_in.bias");
    }
}
