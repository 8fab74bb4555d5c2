// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.KeyTable;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.delta.Addition;
import sc.fiji.diffusion.weights.delta.LowRank;
import sc.fiji.diffusion.weights.delta.StoredMatrix;

class AdapterFileTest extends AdapterFixture {

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
        "base_model.model.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.my-cells_2.weight,"
                + "base_model.model.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_B.my-cells_2.weight",
        "base_model.model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.lora_A.weight,"
                + "base_model.model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.lora_B.weight",
        "base_model.model.model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.lora_A.weight,"
                + "base_model.model.model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.lora_B.weight",
        "base_model.model.unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight,"
                + "base_model.model.unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_B.weight",
        "model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.lora_down.weight,"
                + "model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.lora_up.weight",
        "diffusion_model_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_down.weight,"
                + "diffusion_model_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_up.weight",
        "model_diffusion_model_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_down.weight,"
                + "model_diffusion_model_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_up.weight",
        "lora_unet_diffusion_model_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_down.weight,"
                + "lora_unet_diffusion_model_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_up.weight",
        "lycoris_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight,"
                + "lycoris_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.lora_up.weight",
        "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora.down.weight,"
                + "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora.up.weight",
    })
    void layerIsFoundUnderEachOfItsNames(String down, String up) throws IOException {
        config("{\"lora_alpha\": 2}");
        AdapterFile lora = add(down, 2048, up, 640).open();
        assertThat(lora.components()).containsExactly("unet");
        Map<String, TensorChange> changes = lora.changes("unet", unet("sdxl"), 0.5);
        assertThat(changes).containsOnlyKeys(ATTENTION + ".weight");
        assertThat(changes.get(ATTENTION + ".weight"))
                .isEqualTo(
                        new Addition(
                                new LowRank(
                                        new StoredMatrix(lora.file(), up, 640, 2),
                                        new StoredMatrix(lora.file(), down, 2, 2048)),
                                0.5));
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
        Map<String, TensorChange> changes = open().changes("unet", unet("sdxl"), 1);
        assertThat(changes).containsOnlyKeys("down_blocks.0.resnets.0.conv1.weight");
        assertThat(scale(changes.values().iterator().next())).isEqualTo(0.5);
    }

    private static double scale(TensorChange change) {
        return ((Addition) change).scale();
    }

    @ParameterizedTest
    @CsvSource({
        "lora_te_text_model_encoder_layers_3_self_attn_q_proj.lora_down.weight, text_encoder",
        "lora_te1_text_model_encoder_layers_3_self_attn_q_proj.lora_down.weight, text_encoder",
        "lora_te2_text_model_encoder_layers_3_self_attn_q_proj.lora_down.weight, text_encoder_2",
        "lycoris_text_model_encoder_layers_3_self_attn_q_proj.lora_down.weight, text_encoder",
        "text_encoder.encoder.layers.3.self_attn.q_proj.lora_A.weight, text_encoder",
        "text_encoder_2.encoder.layers.3.self_attn.q_proj.lora_A.weight, text_encoder_2",
        "text_encoder_2.text_model.encoder.layers.3.self_attn.q_proj.lora_A.default.weight, text_encoder_2",
        "text_model.encoder.layers.3.self_attn.q_proj.lora_linear_layer.down.weight, text_encoder",
        "text_encoder.text_model.encoder.layers.3.self_attn.to_q_lora.down.weight, text_encoder",
        "text_encoders.clip_l.transformer.text_model.encoder.layers.3.self_attn.q_proj.lora_down.weight, text_encoder",
        "text_encoders.clip_g.transformer.text_model.encoder.layers.3.self_attn.q_proj.lora_A.weight, text_encoder_2",
        "base_model.model.encoder.layers.3.self_attn.q_proj.lora_A.weight, text_encoder",
        "base_model.model.text_model.encoder.layers.3.self_attn.q_proj.lora_A.weight, text_encoder",
    })
    void textEncodersAreToldApart(String name, String component) {
        AdapterKey key = AdapterKey.parse(name).orElseThrow();
        assertThat(key.module().guessed()).isEqualTo(component);
        assertThat(key.role()).isEqualTo(TensorRole.DOWN);
        for (String prefix : List.of("text_model.", "")) {
            String weight = prefix + "encoder.layers.3.self_attn.q_proj.weight";
            LayerNames names = new LayerNames(List.of(weight, prefix + "final_layer_norm.weight"));
            assertThat(names.weight(key.module().layer())).contains(weight);
        }
    }

    /** The second text encoder has the layers of the first one, so only the class tells. */
    @Test
    void secondTextEncoderOfPeftIsKnownByItsClass() throws IOException {
        String layer = "base_model.model.text_model.encoder.layers.0.mlp.fc1";
        add(layer + ".lora_A.weight", 32, layer + ".lora_B.weight", 128);
        config("{\"auto_mapping\": {\"base_model_class\": \"CLIPTextModelWithProjection\"}}");
        assertThat(open().components()).containsExactly("text_encoder_2");
        config("{\"auto_mapping\": {\"base_model_class\": \"CLIPTextModel\"}}");
        assertThat(open().components()).containsExactly("text_encoder");
    }

    /** As in diffusers. */
    @Test
    void ofALayerNamedInBothLayoutsThatOfDiffusersCounts() throws IOException {
        String original = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k";
        String layer = "lora_unet_" + ATTENTION.replace('.', '_');
        add(original + ".lora_down.weight", 2048, original + ".lora_up.weight", 640);
        add(layer + ".lora_down.weight", 2048, layer + ".lora_up.weight", 640);
        tensors.put(layer + ".alpha", Tensor.of(new float[] {6}));
        Map<String, TensorChange> changes = open().changes("unet", unet("sdxl"), 1);
        assertThat(scale(changes.get(ATTENTION + ".weight"))).isEqualTo(3);
    }

    @Test
    void weightZeroChangesNothing() throws IOException {
        String layer = "unet." + ATTENTION;
        add(layer + ".lora_A.weight", 2048, layer + ".lora_B.weight", 640);
        assertThat(open().changes("unet", unet("sdxl"), 0)).isEmpty();
    }

    /** kohya's scripts and LyCORIS take no constant and 0 for the rank. */
    @Test
    void constantOfZeroIsTheRank() throws IOException {
        String layer = "unet." + ATTENTION;
        add(layer + ".lora_A.weight", 2048, layer + ".lora_B.weight", 640);
        tensors.put(layer + ".alpha", Tensor.of(new float[] {0}));
        TensorChange change = open().changes("unet", unet("sdxl"), 0.5).get(ATTENTION + ".weight");
        assertThat(scale(change)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"unet.lora_alpha\": 8} | 4",
                "{\"lora_alpha\": 8, \"r\": 2} | 4",
                "{\"text_encoder.lora_alpha\": 8} | 1",
                "{\"unet.lora_alpha\": 4, \"lora_alpha\": 8} | 2",
                "{\"unet.lora_alpha\": 8, \"unet.use_rslora\": true} | 5.65685424949238",
                "{\"unet.lora_alpha\": 8, \"unet.alpha_pattern\": {\"attn2.to_k\": 1}} | 0.5",
            })
    void metadataSayTheScale(String metadata, double scale) throws IOException {
        String layer = "unet." + ATTENTION;
        add(layer + ".lora_A.weight", 2048, layer + ".lora_B.weight", 640);
        AdapterFile lora = open(Map.of("lora_adapter_metadata", metadata));
        TensorChange change = lora.changes("unet", unet("sdxl"), 1).get(ATTENTION + ".weight");
        assertThat(scale(change)).isEqualTo(scale);
    }

    private AdapterFixture addInLayoutOfPeft() {
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
                "{\"lora_alpha\": 8, \"alpha_pattern\": {\"^down_blocks.1.attentions.0.*to_k\": 1}} | 0.5",
                "{\"r\": 2} | 4",
            })
    void scaleOfPeftIsInTheFileBeside(String config, double scale) throws IOException {
        config(config);
        TensorChange change =
                addInLayoutOfPeft()
                        .open()
                        .changes("unet", unet("sdxl"), 1)
                        .get(ATTENTION + ".weight");
        assertThat(scale(change)).isEqualTo(scale);
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
        AdapterFile lora = addInLayoutOfPeft().open();
        TensorChange change = lora.changes("unet", unet("sdxl"), 1).get(ATTENTION + ".weight");
        assertThat(scale(change)).isEqualTo(0.5);
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
                "{\"peft_type\": \"OFT\"}     | is of the method OFT; only LoRA",
                "{\"peft_type\": [1, 2]}     | has a wrong \"peft_type\": [1,2]",
                "{\"init_lora_weights\": \"pissa_niter_16\"} | says that the training began with \"pissa_niter_16\", which moves",
            })
    void brokenFileOfPeftIsNamedWithTheValue(String config, String reason) throws IOException {
        config(config);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> addInLayoutOfPeft().open().changes("unet", unet("sdxl"), 1))
                .withMessageStartingWith(folder.resolve("adapter_config.json") + ": " + reason);
    }
}
