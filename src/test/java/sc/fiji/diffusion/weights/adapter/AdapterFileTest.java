// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.KeyTable;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.delta.Addition;
import sc.fiji.diffusion.weights.delta.LowRank;
import sc.fiji.diffusion.weights.delta.StoredMatrix;
import sc.fiji.diffusion.weights.single.CheckpointFile;

class AdapterFileTest {

    private static final String ATTENTION =
            "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k";

    @TempDir Path folder;

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Two factors of rank 2. */
    private AdapterFileTest add(String down, int in, String up, int out) {
        tensors.put(down, Tensor.full(1, 2, in));
        tensors.put(up, Tensor.full(1, out, 2));
        return this;
    }

    private AdapterFile open() throws IOException {
        return open(Map.of());
    }

    private AdapterFile open(Map<String, String> metadata) throws IOException {
        Path file = folder.resolve("lora.safetensors");
        SafetensorsWriter.write(file, tensors, DType.F32, metadata);
        return AdapterFile.open(file);
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

    /** What PEFT writes beside an adapter. */
    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), json);
    }

    private AdapterFileTest addInLayoutOfPeft() {
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

    @Test
    void adapterOfAnotherFamilyIsRefusedWithTheReason() throws IOException {
        String layer = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k";
        AdapterFile lora =
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
    @CsvSource({"unet.nowhere.to_k,320,320", "unet.down_blocks.0.attentions.7.proj_in,320,320"})
    void layerThatTheModelLacksIsNamed(String layer, int in, int out) throws IOException {
        AdapterFile lora = add(layer + ".lora_A.weight", in, layer + ".lora_B.weight", out).open();
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> lora.changes("unet", unet("sd1.5"), 1))
                .withMessageContaining("the unet has no layer " + layer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.oft_blocks                    | is an adapter of the method OFT (\"a.oft_blocks\"); only LoRA, DoRA, LoHa and LoKr",
                "base_model.model.a.oft_R.weight | is an adapter of the method OFT",
                "base_model.model.a.boft_R       | is an adapter of the method BOFT",
                "base_model.model.a.ia3_l        | is an adapter of the method (IA)^3",
                "a.on_input                      | is an adapter of the method (IA)^3",
                "a.a1.weight                     | is an adapter of the method GLoRA",
                "base_model.model.a.vera_lambda_b | is an adapter of the method VeRA",
                "base_model.model.a.lora_E       | is an adapter of the method AdaLoRA",
                "a.lora_embedding_A              | is an adapter of the method LoRA of embeddings",
                "a.w_norm                        | is an adapter of the method changes of norm layers",
                "diffusion_model.a.diff          | is an adapter of the method full differences",
                "diffusion_model.a.diff_b        | is an adapter of the method full differences",
                "base_model.model.a.modules_to_save.weight | is an adapter of the method whole layers",
                "conv_in.weight                  | is no LoRA adapter: it holds \"conv_in.weight\"",
                "conv_in.bias                    | is no LoRA adapter: it holds \"conv_in.bias\"",
            })
    void otherFilesAreRefusedWithTheReason(String name, String reason) {
        tensors.put(name, Tensor.full(1, 2));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith(folder.resolve("lora.safetensors") + ": " + reason);
    }

    /** The method is named, whatever comes first in the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet.mid_block.diff   | is an adapter of the method full differences (\"unet.mid_block.diff\")",
                "unet.mid_block.bias   | holds trained biases (\"unet.mid_block.bias\")",
                "unet.mid_block.scale  | is no LoRA adapter: it holds \"unet.mid_block.scale\"",
            })
    void otherTensorsAmongThoseOfLoraAreRefused(String name, String reason) {
        String layer = "unet." + ATTENTION;
        add(layer + ".lora_A.weight", 2048, layer + ".lora_B.weight", 640);
        tensors.put(name, Tensor.full(1, 2));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith(folder.resolve("lora.safetensors") + ": " + reason);
    }

    /** Tensors of one layer: a linear one [640, 2048], as names of roles with their shapes. */
    private AdapterFileTest layer(String... namesAndShapes) {
        for (String item : namesAndShapes) {
            String[] parts = item.split(":");
            int[] shape = Stream.of(parts[1].split("x")).mapToInt(Integer::parseInt).toArray();
            tensors.put("unet." + ATTENTION + "." + parts[0], Tensor.full(1, shape));
        }
        return this;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lora_A.weight:2x2048 | of the layer LAYER the tensor up is missing, found LAYER.lora_A.weight",
                "lora_B.weight:640x2 | the tensor down is missing",
                "alpha:1 | is not complete: the layer LAYER has no factors",
                "lora_A.weight:2x2048 lora_B.weight:640x2 lokr_w1:2x2 | has tensors of two methods",
                "lora_A.weight:2x2048 lora_B.weight:640x3 | \"LAYER.lora_B.weight\" should have the shape [640, 2], has [640, 3]",
                "lora_A.weight:2x2048x3x3 lora_B.weight:640x2 | \"LAYER.lora_A.weight\" should have the shape [2, 2048], has [2, 2048, 3, 3]",
                "lora_A.weight:2x2048 lora_B.weight:2x640 | \"LAYER.lora_B.weight\" should have the shape [640, 2], has [2, 640]",
                "lora_A.weight:2x2048 lora_B.weight:640x2 alpha:2 | \"LAYER.alpha\" should have one number, has [2]",
                "lora_A.weight:2x2048 lora_B.weight:640x2 lora_mid.weight:2x3 | \"LAYER.lora_mid.weight\" should have the shape [2, 2], has [2, 3]",
                "lora_A.weight:2x2048 lora_B.weight:640x2 dora_scale:2x320 | \"LAYER.dora_scale\" should have 2048 values, has [2, 320]",
                "lora_A.weight:2x2048 lora_B.weight:640x2 lora_magnitude_vector:2048 | should have 640 values, has [2048]",
                "lora_A.weight:2x2048 lora_B.weight:640x2 lora_B.bias:640 | to a bias, which the layer of the model does not have",
                "hada_w1_a:640x2 | the tensor hada_w1_b is missing, found LAYER.hada_w1_a",
                "hada_w1_a:640x2 hada_w1_b:2x2048 hada_w2_a:640x3 | the tensor hada_w2_b is missing",
                "hada_w1_a:640x2 hada_w1_b:2x2048 hada_w2_a:640x3 hada_w2_b:2x2048 | \"LAYER.hada_w2_a\" should have the shape [640, 2]",
                "hada_w1_a:2x640 hada_w1_b:2x2048 hada_w2_a:2x640 hada_w2_b:2x2048 hada_t1:2x2 | the tensor hada_t2 is missing",
                "lokr_w1:8x8 | the tensor lokr_w2_b is missing",
                "lokr_w2:80x256 | the tensor lokr_w1_b is missing",
                "lokr_w1:7x8 lokr_w2:80x256 | \"LAYER.lokr_w1\" should have a factor of the layer's shape [640, 2048] in each dimension, has [7, 8]",
                "lokr_w1:8x8 lokr_w2:80x255 | \"LAYER.lokr_w2\" should have the shape [80, 256], has [80, 255]",
                "lokr_w1:8x8 lokr_w2:80x256x3x3 | \"LAYER.lokr_w2\" should have the shape [80, 256], has [80, 256, 3, 3]",
                "lokr_w1:1000x1000 lokr_w2:1000x1000 | should have a factor of the layer's shape",
                "lokr_w1_a:8x1 lokr_w1_b:2x8 lokr_w2:80x256 | \"LAYER.lokr_w1_a\" should have the shape [8, 2], has [8, 1]",
                "lokr_w1:4 lokr_w2:80x256 | should have at least 2 dimensions",
            })
    void damagedLayersAreRefusedWithTensorAndShapes(String layer, String reason)
            throws IOException {
        AdapterFile file = layer(layer.split(" ")).open();
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> file.changes("unet", unet("sdxl"), 1))
                .withMessageStartingWith(folder.resolve("lora.safetensors") + ": ")
                .withMessageContaining(reason.replace("LAYER", "unet." + ATTENTION));
    }

    @Test
    void twoAdaptersForOneLayerAreRefused() {
        layer("lora_A.one.weight:2x2048", "lora_A.two.weight:2x2048");
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(this::open)
                .withMessageContaining("holds two adapters for one layer")
                .withMessageContaining("lora_A.one.weight")
                .withMessageContaining("lora_A.two.weight");
    }

    @Test
    void normLayersAreNoMatrices() throws IOException {
        tensors.put("lora_unet_conv_norm_out.lora_down.weight", Tensor.full(1, 2, 1));
        tensors.put("lora_unet_conv_norm_out.lora_up.weight", Tensor.full(1, 320, 2));
        AdapterFile file = open();
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> file.changes("unet", unet("sdxl"), 1))
                .withMessageContaining("changes \"conv_norm_out.weight\", which is no matrix");
    }

    @Test
    void factorsOfWholeNumbersAreRefused() throws IOException {
        String header =
                "{\"%1$s.lora_A.weight\":{\"dtype\":\"I8\",\"shape\":[1,2048],\"data_offsets\":[0,2048]},"
                        + "\"%1$s.lora_B.weight\":{\"dtype\":\"I8\",\"shape\":[640,1],\"data_offsets\":[2048,2688]}}";
        byte[] text = header.formatted("unet." + ATTENTION).getBytes(StandardCharsets.UTF_8);
        Path path = folder.resolve("lora.safetensors");
        Files.write(
                path,
                ByteBuffer.allocate(8 + text.length + 2688)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .array());
        AdapterFile file = AdapterFile.open(path);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> file.changes("unet", unet("sdxl"), 1))
                .withMessageContaining(
                        "lora_B.weight\" should be of [F16, BF16, F32, F64], is of I8");
    }

    @Test
    void emptyFileIsRefused() {
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> open(new HashMap<>()))
                .withMessageContaining("it holds no tensors");
    }
}
