// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.engine.Compute;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.NativeMemory;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.text.Prompt;
import sc.fiji.diffusion.weights.DType;

class DiffusionModelTest {

    private static final Path TINY = Reference.path("models/tiny-sd1");

    @TempDir Path parent;

    @Test
    void tellsWhatItIs() throws IOException {
        try (DiffusionModel model = DiffusionModel.open(TINY)) {
            assertThat(model.name()).isEqualTo("tiny-sd1");
            assertThat(model.imageChannels()).isEqualTo(3);
            assertThat(model.latentChannels()).isEqualTo(4);
            assertThat(model.vaeFactor()).isEqualTo(8);
            assertThat(model.nativeSize()).isEqualTo(64);
            assertThat(model.inpainting()).isFalse();
            assertThat(model.scalingFactor()).isEqualTo(0.18215);
            assertThat(model.textEncoders().width()).isEqualTo(32);
            assertThat(model.hash()).matches("[0-9a-f]{64}");
        }
        try (DiffusionModel model =
                DiffusionModel.open(Reference.path("models/tiny-sd1-inpaint"))) {
            assertThat(model.inpainting()).isTrue();
        }
    }

    @Test
    void openingAndClosingLeavesNoNativeMemoryBehind() throws IOException {
        DiffusionModel.open(TINY).close();
        NativeMemory before = NativeMemory.now();
        for (int i = 0; i < 3; i++) {
            DiffusionModel model = DiffusionModel.open(TINY);
            NativeMemory open = NativeMemory.now();
            model.textEncoders().encode(Prompt.parse("cells"), 0);
            model.decode(Tensor.zeros(1, 4, 2, 2));
            assertThat(NativeMemory.now()).as("after a run").isEqualTo(open);
            model.close();
            model.close();
        }
        assertThat(NativeMemory.now()).isEqualTo(before);
    }

    @Test
    void folderNameMayHoldSpacesAndOtherLetters() throws IOException {
        ModelCopy copy = ModelCopy.in(parent, "modèle à cellules 細胞");
        try (DiffusionModel model = DiffusionModel.open(copy.folder())) {
            assertThat(model.name()).isEqualTo("modèle à cellules 細胞");
        }
    }

    @Test
    void autoencoderWithTheFormerNamesOfItsAttentionIsTheSame() throws IOException {
        ModelCopy copy = ModelCopy.in(parent);
        copy.tensors(ModelCopy.VAE, DiffusionModelTest::rename);
        Tensor image = new TorchNoise(1).gaussian(1, 3, 16, 16);
        Tensor latents = new TorchNoise(2).gaussian(1, 4, 2, 2);
        try (Autoencoder former =
                        Autoencoder.load(new ModelFolder(copy.folder()), Precision.FLOAT32);
                Autoencoder now = Autoencoder.load(new ModelFolder(TINY), Precision.FLOAT32)) {
            assertThat(former.encode(image).mean().data())
                    .isEqualTo(now.encode(image).mean().data());
            assertThat(former.decode(latents).data()).isEqualTo(now.decode(latents).data());
        }
    }

    private static void rename(Map<String, Tensor> tensors) {
        Map<String, Tensor> original = new LinkedHashMap<>(tensors);
        tensors.clear();
        original.forEach(
                (name, tensor) ->
                        tensors.put(
                                name.replace(".to_q.", ".query.")
                                        .replace(".to_k.", ".key.")
                                        .replace(".to_v.", ".value.")
                                        .replace(".to_out.0.", ".proj_attn."),
                                tensor));
        assertThat(tensors).containsKey("decoder.mid_block.attentions.0.proj_attn.bias");
    }

    @Test
    void halfPrecisionFilesAreTakenWhereThereAreNoOthers() throws IOException {
        ModelCopy copy = ModelCopy.in(parent);
        String half = "vae/diffusion_pytorch_model.fp16.safetensors";
        copy.tensors(ModelCopy.VAE, half, DType.F16, tensors -> {});
        Tensor latents = new TorchNoise(2).gaussian(1, 4, 2, 2);
        try (Autoencoder rounded =
                        Autoencoder.load(new ModelFolder(copy.folder()), Precision.FLOAT32);
                Autoencoder exact = Autoencoder.load(new ModelFolder(TINY), Precision.FLOAT32)) {
            assertThat(rounded.decode(latents).maxAbsDifference(exact.decode(latents)))
                    .isBetween(1e-7, 1e-2);
        }
    }

    @Test
    void computesInTheNumberFormatThatItIsOpenedFor() throws IOException {
        Compute bfloat16 = new Compute(-1, Precision.BFLOAT16, "CPU", "");
        Tensor image = new TorchNoise(1).gaussian(1, 3, 16, 16);
        try (DiffusionModel usual = DiffusionModel.open(TINY);
                DiffusionModel exact =
                        DiffusionModel.open(ModelSpec.of(TINY), bfloat16.inFloat32());
                DiffusionModel rounded = DiffusionModel.open(ModelSpec.of(TINY), bfloat16)) {
            Tensor mean = usual.encode(image).mean();
            assertThat(exact.encode(image).mean().data()).isEqualTo(mean.data());
            assertThat(exact.device()).isEqualTo("CPU, float32");
            assertThat(rounded.encode(image).mean().maxAbsDifference(mean)).isBetween(1e-4, 0.5);
            assertThat(rounded.device()).isEqualTo("CPU, bfloat16");
        }
    }

    @Test
    void autoencoderRefusesOtherShapes() throws IOException {
        try (Autoencoder vae = Autoencoder.load(new ModelFolder(TINY), Precision.FLOAT32)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> vae.encode(Tensor.zeros(1, 1, 16, 16)))
                    .withMessage(
                            "image for this autoencoder must be [N, 3, H, W], found"
                                    + " Tensor[1, 1, 16, 16]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> vae.encode(Tensor.zeros(1, 3, 16, 15)))
                    .withMessage(
                            "width and height of the image must be multiples of 8, were 15 and 16");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> vae.decode(Tensor.zeros(1, 3, 2, 2)))
                    .withMessageContaining("must be [N, 4, H, W]");
        }
    }
}
