// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.KeyTable;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.LowRank;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.single.CheckpointFile;

class LoraFileTest {

    private static final String ATTENTION =
            "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k";

    @TempDir Path folder;

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Two factors of rank 2. */
    private LoraFileTest add(String down, int in, String up, int out) {
        tensors.put(down, Tensor.full(1, 2, in));
        tensors.put(up, Tensor.full(1, out, 2));
        return this;
    }

    private LoraFile open() throws IOException {
        return open(Map.of());
    }

    private LoraFile open(Map<String, String> metadata) throws IOException {
        Path file = folder.resolve("lora.safetensors");
        SafetensorsWriter.write(file, tensors, DType.F32, metadata);
        return LoraFile.open(file);
    }

    /** A full-size model, sparse on the disk. */
    private TensorSource unet(String table) throws IOException {
        Path file = folder.resolve(table + ".safetensors");
        return CheckpointFile.open(KeyTable.read(table).writeSparse(file, Map.of()))
                .weights("unet");
    }

    @ParameterizedTest
    @CsvSource({
        "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight,"
                + "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.lora_up.weight",
        "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_down.weight,"
                + "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_up.weight",
        "diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.lora_down.weight,"
                + "diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.lora_up.weight",
        "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight,"
                + "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_B.weight",
        "down_blocks.1.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.down.weight,"
                + "down_blocks.1.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.up.weight",
        "base_model.model.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.default.weight,"
                + "base_model.model.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_B.default.weight",
        "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora.down.weight,"
                + "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora.up.weight",
    })
    void layerIsFoundUnderEachOfItsNames(String down, String up) throws IOException {
        config("{\"lora_alpha\": 2}");
        LoraFile lora = add(down, 2048, up, 640).open();
        assertThat(lora.components()).containsExactly("unet");
        Map<String, LowRank> changes = lora.changes("unet", unet("sdxl"), 0.5);
        assertThat(changes).containsOnlyKeys(ATTENTION + ".weight");
        LowRank change = changes.get(ATTENTION + ".weight");
        assertThat(change.rank()).isEqualTo(2);
        assertThat(change.scale()).isEqualTo(0.5);
        assertThat(change.up()).isEqualTo(up);
    }

    /** Every layer of the original layout, so with the key table as witness. */
    @ParameterizedTest
    @ValueSource(strings = {"sd1.5", "sdxl"})
    void originalNamesOfAllLayersAreKnown(String table) throws IOException {
        TensorSource unet = unet(table);
        LayerNames names = new LayerNames(unet.names());
        int layers = 0;
        for (KeyTable.Row row : KeyTable.read(table).rows()) {
            boolean layer = row.shape().length > 1 && row.key().endsWith(".weight");
            if (!row.component().equals("unet") || !layer) continue;
            String original = row.key().substring("model.diffusion_model.".length());
            original = original.substring(0, original.length() - ".weight".length());
            assertThat(names.weight(original.replace('.', '_'))).contains(row.names().get(0));
            layers++;
        }
        assertThat(layers).isGreaterThan(200);
    }

    @Test
    void convolutionsAreAdaptedToo() throws IOException {
        tensors.put(
                "lora_unet_input_blocks_1_0_in_layers_2.lora_down.weight",
                Tensor.full(1, 2, 320, 3, 3));
        tensors.put(
                "lora_unet_input_blocks_1_0_in_layers_2.lora_up.weight",
                Tensor.full(1, 320, 2, 1, 1));
        tensors.put("lora_unet_input_blocks_1_0_in_layers_2.alpha", Tensor.of(new float[] {1}));
        Map<String, LowRank> changes = open().changes("unet", unet("sdxl"), 1);
        assertThat(changes).containsOnlyKeys("down_blocks.0.resnets.0.conv1.weight");
        assertThat(changes.values().iterator().next().scale()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "lora_te_text_model_encoder_layers_3_mlp_fc1.lora_down.weight,text_encoder",
        "lora_te1_text_model_encoder_layers_3_mlp_fc1.lora_down.weight,text_encoder",
        "lora_te2_text_model_encoder_layers_3_mlp_fc1.lora_down.weight,text_encoder_2",
        "text_encoder_2.text_model.encoder.layers.3.mlp.fc1.lora_A.weight,text_encoder_2",
        "text_model.encoder.layers.3.mlp.fc1.lora_linear_layer.down.weight,text_encoder",
    })
    void textEncodersAreToldApart(String name, String component) {
        LoraKey key = LoraKey.parse(name).orElseThrow();
        assertThat(key.component()).isEqualTo(component);
        assertThat(key.layer()).isEqualTo("text_model_encoder_layers_3_mlp_fc1");
        assertThat(key.role()).isEqualTo(LoraKey.Role.DOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"unet.lora_alpha\": 8} | 4",
                "{\"unet.lora_alpha\": 8, \"unet.use_rslora\": true} | 5.65685424949238",
                "{\"unet.lora_alpha\": 8, \"unet.alpha_pattern\": {\"attn2.to_k\": 1}} | 0.5",
            })
    void metadataSayTheScale(String metadata, double scale) throws IOException {
        String layer = "unet." + ATTENTION;
        add(layer + ".lora_A.weight", 2048, layer + ".lora_B.weight", 640);
        LoraFile lora = open(Map.of("lora_adapter_metadata", metadata));
        LowRank change = lora.changes("unet", unet("sdxl"), 1).get(ATTENTION + ".weight");
        assertThat(change.scale()).isEqualTo(scale);
    }

    /** What PEFT writes beside an adapter. */
    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), json);
    }

    private LoraFileTest addInLayoutOfPeft() {
        String layer = "base_model.model." + ATTENTION;
        return add(layer + ".lora_A.weight", 2048, layer + ".lora_B.weight", 640);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"r\": 2, \"lora_alpha\": 16} | 8",
                "{\"lora_alpha\": 16, \"use_rslora\": false, \"alpha_pattern\": {}} | 8",
                "{\"lora_alpha\": 8, \"use_rslora\": true} | 5.65685424949238",
                "{\"r\": 4, \"lora_alpha\": 16, \"rank_pattern\": {\"to_k\": 2}} | 8",
                "{\"lora_alpha\": 8, \"alpha_pattern\": {\"to_q\": 4, \"attn2.to_k\": 1}} | 0.5",
                "{\"lora_alpha\": 8, \"alpha_pattern\": {\"2.to_k\": 1, \"o_k\": 2}} | 4",
                "{\"lora_alpha\": 8, \"alpha_pattern\": {\"down.*attn[12].to_.\": 1, \"to_k\": 2}} | 0.5",
                "{\"r\": 2} | 4",
            })
    void scaleOfPeftIsInTheFileBeside(String config, double scale) throws IOException {
        config(config);
        LowRank change =
                addInLayoutOfPeft()
                        .open()
                        .changes("unet", unet("sdxl"), 1)
                        .get(ATTENTION + ".weight");
        assertThat(change.scale()).isEqualTo(scale);
    }

    @Test
    void adapterOfPeftWithoutTheFileBesideIsRefused() {
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> addInLayoutOfPeft().open())
                .withMessage(
                        folder.resolve("lora.safetensors")
                                + ": is an adapter in PEFT's layout, which has its scale in another"
                                + " file: "
                                + folder.resolve("adapter_config.json")
                                + " is missing; put both into a folder of their own and give the"
                                + " path of the adapter");
    }

    @Test
    void adapterOfPeftWithStoredScalesNeedsNoFileBeside() throws IOException {
        tensors.put("base_model.model." + ATTENTION + ".alpha", Tensor.of(new float[] {1}));
        LoraFile lora = addInLayoutOfPeft().open();
        LowRank change = lora.changes("unet", unet("sdxl"), 1).get(ATTENTION + ".weight");
        assertThat(change.scale()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]                            | is no JSON object",
                "{                              | is no JSON object",
                "{\"lora_alpha\": \"many\"}     | has a wrong \"lora_alpha\": \"many\"",
                "{\"use_rslora\": [true, 1]}    | has a wrong \"use_rslora\": [true,1]",
                "{\"alpha_pattern\": 3}         | has a wrong \"alpha_pattern\": 3",
                "{\"alpha_pattern\": {\"(\": 1}} | has a wrong \"alpha_pattern\": {\"(\":1}",
            })
    void brokenFileOfPeftIsNamedWithTheValue(String config, String reason) throws IOException {
        config(config);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> addInLayoutOfPeft().open().changes("unet", unet("sdxl"), 1))
                .withMessageStartingWith(folder.resolve("adapter_config.json") + ": " + reason);
    }

    @Test
    void adapterOfAnotherFamilyIsRefusedWithTheReason() throws IOException {
        String layer = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k";
        LoraFile lora =
                add(layer + ".lora_down.weight", 2048, layer + ".lora_up.weight", 640).open();
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> lora.changes("unet", unet("sd1.5"), 1))
                .withMessage(
                        lora.path()
                                + ": does not fit the model "
                                + folder.resolve("sd1.5.safetensors")
                                + ": it is for Stable Diffusion XL, the model is Stable Diffusion 1;"
                                + " use an adapter that was trained for a model of this family");
    }

    @ParameterizedTest
    @CsvSource({"unet.nowhere.to_k,320,320", "unet.down_blocks.0.attentions.0.proj_in,64,320"})
    void layerThatTheModelLacksIsNamed(String layer, int in, int out) throws IOException {
        LoraFile lora = add(layer + ".lora_A.weight", in, layer + ".lora_B.weight", out).open();
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> lora.changes("unet", unet("sd1.5"), 1))
                .withMessageContaining(
                        "the unet has no layer " + layer.substring(5).replace('.', '_'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.hada_w1_a        | is an adapter of the method LoHa",
                "a.lokr_w1          | is an adapter of the method LoKr",
                "a.dora_scale       | is an adapter of the method DoRA",
                "a.lora_mid.weight  | is an adapter of the method LoCon with Tucker",
                "conv_in.weight     | is no LoRA adapter: it holds \"conv_in.weight\"",
            })
    void otherFilesAreRefusedWithTheReason(String name, String reason) {
        tensors.put(name, Tensor.full(1, 2));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith(folder.resolve("lora.safetensors") + ": " + reason);
    }

    @Test
    void halfALayerIsRefused() throws IOException {
        tensors.put("unet." + ATTENTION + ".lora_A.weight", Tensor.full(1, 2, 2048));
        LoraFile lora = open();
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> lora.changes("unet", unet("sdxl"), 1))
                .withMessageContaining("one of two factors is missing");
    }

    @Test
    void emptyFileIsRefused() {
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> open(new HashMap<>()))
                .withMessageContaining("it holds no tensors");
    }
}
