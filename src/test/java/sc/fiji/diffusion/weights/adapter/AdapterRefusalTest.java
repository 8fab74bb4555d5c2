// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.WeightsException;

/** Adapters that cannot be used, and what is said of them. */
class AdapterRefusalTest extends AdapterFixture {

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
    private AdapterFixture layer(String... namesAndShapes) {
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
