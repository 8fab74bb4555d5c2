// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Sampling;

class DiffusionServiceTest {

    private static final String TINY = Reference.path("models/tiny-sd1").toString();
    private static final Sampling SAMPLING = Sampling.of(TINY, "nuclei").withSteps(2).withSeed(3);

    private static Context context;
    private static DiffusionService diffusion;

    @BeforeAll
    static void start() {
        context = new Context(DiffusionService.class);
        diffusion = context.service(DiffusionService.class);
    }

    @AfterAll
    static void stop() {
        diffusion.release();
        context.close();
    }

    private static Img<FloatType> image(int width, int height) {
        Tensor noise = new TorchNoise(4).gaussian(1, 3, height, width);
        Tensor unit = noise.map(v -> Math.max(0, Math.min(1, 0.5 + v / 4)));
        return ArrayImgs.floats(unit.data(), width, height, 3);
    }

    private static Tensor values(RandomAccessibleInterval<FloatType> image) {
        return Images.toTensor("image", image);
    }

    @Test
    void makesAnImageOfAnySize() throws IOException {
        RandomAccessibleInterval<FloatType> image = diffusion.textToImage(SAMPLING, 30, 20);
        assertThat(image.dimensionsAsLongArray()).containsExactly(30, 20, 3);
        assertThat(values(diffusion.textToImage(SAMPLING, 30, 20)).data())
                .containsExactly(values(image).data());
        for (float value : values(image).data()) assertThat(value).isBetween(0f, 1f);
    }

    @Test
    void inpaintingKeepsEveryValueOutsideTheMask() throws IOException {
        Img<FloatType> image = image(28, 20);
        Img<UnsignedByteType> mask = ArrayImgs.unsignedBytes(28, 20);
        for (int y = 5; y < 12; y++) {
            for (int x = 8; x < 15; x++) mask.getAt(x, y).set(255);
        }
        Tensor before = values(image);
        Tensor after = values(diffusion.inpaint(SAMPLING, image, mask, 1));
        int changed = 0;
        for (int i = 0; i < before.size(); i++) {
            int x = i % 28;
            int y = i / 28 % 20;
            boolean inside = x >= 8 && x < 15 && y >= 5 && y < 12;
            if (!inside) assertThat(after.data()[i]).isEqualTo(before.data()[i]);
            else if (after.data()[i] != before.data()[i]) changed++;
        }
        assertThat(changed).isGreaterThan(100);
    }

    @Test
    void encodesAndDecodesWithTheModelsFactor() throws IOException {
        ModelSpec model = ModelSpec.of(TINY);
        RandomAccessibleInterval<FloatType> latents = diffusion.encode(model, image(32, 24));
        assertThat(latents.dimensionsAsLongArray()).containsExactly(4, 3, 4);
        assertThat(diffusion.decode(model, latents).dimensionsAsLongArray())
                .containsExactly(32, 24, 3);
    }

    @Test
    void aGreyImageIsChangedInTheModelsChannels() throws IOException {
        Img<FloatType> grey = ArrayImgs.floats(16, 16);
        assertThat(diffusion.imageToImage(SAMPLING, grey, 0.5).dimensionsAsLongArray())
                .containsExactly(16, 16, 3);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Img<FloatType> image = image(16, 16);
        assertThatThrownBy(() -> diffusion.imageToImage(SAMPLING, ArrayImgs.floats(4, 4, 3, 2), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("axes x, y or x, y, channel, has the size [4, 4, 3, 2]");
        assertThatThrownBy(() -> diffusion.inpaint(SAMPLING, image, ArrayImgs.floats(16, 8), 1))
                .hasMessageContaining("the mask must be 16 x 16 like the image, is 16 x 8");
        assertThatThrownBy(() -> diffusion.imageToImage(SAMPLING, image, 0))
                .hasMessageContaining("strength must be above 0");
    }

    @Test
    void interruptingTheThreadStops() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> diffusion.textToImage(SAMPLING, 16, 16))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** Lines with #@ are SciJava's; here the service is handed over. */
    @Test
    void theExampleScriptRuns() throws IOException {
        String script =
                Files.readString(Path.of("macros/Diffusion_Service.groovy"))
                        .replaceAll("(?m)^#@.*$", "")
                        .replace("microscopy-128", TINY)
                        .replace("withSteps(8)", "withSteps(3)");
        Binding binding = new Binding();
        binding.setVariable("diffusion", diffusion);
        new GroovyShell(DiffusionServiceTest.class.getClassLoader(), binding).evaluate(script);
        RandomAccessibleInterval<?> restored =
                (RandomAccessibleInterval<?>) binding.getVariable("restored");
        assertThat(restored.dimensionsAsLongArray()).containsExactly(128, 128, 3);
    }
}
