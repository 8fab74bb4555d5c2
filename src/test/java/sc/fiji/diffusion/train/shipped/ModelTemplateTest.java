// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Initializer;

class ModelTemplateTest {

    private static final String NAME = "microscopy-128";
    private static final String FIRST = "conv_in.weight";

    @TempDir private Path folder;

    @Test
    void theInpaintingVariantStartsAsTheModel() throws IOException {
        ModelTemplate model = ModelTemplate.copy(NAME, folder.resolve(NAME));
        UnetConfig unet = UnetConfig.read(model.config("unet"));
        ClipTextConfig text = ClipTextConfig.read(model.config("text_encoder"));
        VaeConfig vae = VaeConfig.read(model.config("vae"));
        Map<String, Tensor> weights = new LinkedHashMap<>(Initializer.initialize(unet.layout(), 1));
        weights.putAll(Initializer.initialize(text.layout(), 2));
        model.writeDenoiser(weights);
        model.writeVae(Initializer.initialize(vae.layout(), 3));

        Path target = folder.resolve("variant");
        ModelTemplate variant = model.inpainting(target);
        UnetConfig wide = UnetConfig.read(variant.config("unet"));
        assertThat(wide.inChannels()).isEqualTo(2 * unet.inChannels() + 1);
        Tensor narrow = model.readUnet(unet.layout()).get(FIRST);
        Tensor kernel = variant.readUnet(wide.layout()).get(FIRST);
        assertThat(kernel.channels(0, 8).data()).isEqualTo(narrow.data());
        assertThat(kernel.channels(8, 17).data()).containsOnly(0);
        try (DiffusionModel opened = DiffusionModel.open(target)) {
            assertThat(opened.inpainting()).isTrue();
        }

        Path trained = target.resolve("text_encoder/model.safetensors");
        byte[] own = {1, 2, 3};
        Files.write(trained, own);
        model.inpainting(target);
        assertThat(Files.readAllBytes(trained)).isEqualTo(own);
    }
}
