// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.testing.SingleFiles;
import sc.fiji.diffusion.weights.DType;

/** A model in one file gives the images of the same model in a folder. */
class SingleFileImageTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "tiny-sd1,sd1.5",
        "tiny-sd1-inpaint,sd1.5-inpaint",
        "tiny-sd2v,sd2.1",
        "tiny-sdxl,sdxl"
    })
    void givesTheImageOfTheFolder(String name, String table) throws IOException {
        Path original = Reference.path("models/" + name);
        Path file = folder.resolve("some model.safetensors");
        SingleFiles.write(original, table, file, DType.F32);
        assertThat(image(file).maxAbsDifference(image(original))).isLessThan(1e-5);
    }

    private static Tensor image(Path path) throws IOException {
        try (DiffusionModel model = DiffusionModel.open(path)) {
            Request request =
                    Request.builder("fluorescent nuclei, dense field")
                            .negative("blurry")
                            .steps(2)
                            .seed(3)
                            .size(64, 64)
                            .build();
            if (!model.inpainting()) {
                return new TextToImage(model).run(request, Progress.NONE).images();
            }
            Tensor image = new TorchNoise(1).gaussian(1, 3, 64, 64).map(v -> 1 / (1 + v * v));
            Tensor mask = Tensor.full(1, 1, 1, 64, 64);
            return new Inpaint(model).run(request, image, mask, Progress.NONE).images();
        }
    }
}
