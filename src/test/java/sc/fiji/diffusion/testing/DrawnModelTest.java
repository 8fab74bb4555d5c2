// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.SafetensorsFile;

/** What is drawn are the weights that torch drew for the one model that is stored. */
class DrawnModelTest {

    @ParameterizedTest
    @CsvSource({
        "text_encoder, 1, model",
        "vae, 2, diffusion_pytorch_model",
        "unet, 3, diffusion_pytorch_model"
    })
    void drawsTheWeightsOfTheStoredModel(String part, long seed, String stem) throws IOException {
        Path folder = Reference.path("models/tiny-sd1");
        SafetensorsFile stored =
                SafetensorsFile.open(folder.resolve(part).resolve(stem + ".safetensors"));
        Map<String, Tensor> drawn = DrawnModel.draw(folder, part, seed);
        assertThat(drawn.keySet()).isEqualTo(stored.names());
        for (String name : drawn.keySet()) {
            assertThat(drawn.get(name).maxAbsDifference(stored.read(name)))
                    .as(name)
                    .isLessThan(1e-6);
        }
    }
}
