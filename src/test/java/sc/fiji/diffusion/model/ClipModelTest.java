// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;

/** CLIP against transformers: preprocessing of three sizes, both towers, probabilities. */
class ClipModelTest {

    private static final Reference CASE = Reference.open("cases/clip.safetensors");

    private static ClipModel clip;

    @BeforeAll
    static void open() throws IOException {
        clip = ClipModel.open(Reference.path("models/tiny-clip"));
    }

    @AfterAll
    static void close() {
        clip.close();
    }

    @Test
    void imagesOfEverySizeArePreparedAsInTheReference() {
        Tensor expected = CASE.read("pixel_values");
        for (int n = 0; n < expected.dim(0); n++) {
            Tensor pixels = clip.processor().process(image(n));
            assertThat(pixels.maxAbsDifference(expected.batch(n)))
                    .as("image " + n)
                    .isLessThan(1e-5);
        }
    }

    @Test
    void embeddingsAndProbabilitiesAreThoseOfTheReference() {
        List<Tensor> images = new ArrayList<>();
        for (int n = 0; n < CASE.read("pixel_values").dim(0); n++) {
            images.add(clip.embedImage(image(n)));
        }
        Tensor image = Tensor.concat(images);
        Tensor text = clip.embedTexts(captions());
        assertClose(image, "image_embeds");
        assertClose(text, "text_embeds");
        Tensor logits = clip.logits(image, text);
        Tensor expected = CASE.read("logits_per_image");
        assertThat(logits.maxAbsDifference(expected)).isLessThan(1e-4 * clip.logitScale());
        assertClose(ClipModel.softmax(logits), "probabilities");
    }

    private static void assertClose(Tensor actual, String name) {
        double difference = actual.maxAbsDifference(CASE.read(name));
        assertThat(Differences.note("CLIP, tiny-clip", difference)).as(name).isLessThan(1e-4);
    }

    /** Height, width, channels in bytes to {@code [1, C, H, W]} in [0, 1]. */
    private static Tensor image(int n) {
        Tensor bytes = CASE.read("image." + n);
        int height = bytes.dim(0);
        int width = bytes.dim(1);
        Tensor image = Tensor.zeros(1, 3, height, width);
        for (int i = 0; i < height * width; i++) {
            for (int c = 0; c < 3; c++) {
                image.data()[c * height * width + i] = bytes.data()[i * 3 + c] / 255f;
            }
        }
        return image;
    }

    private static List<String> captions() {
        String json = CASE.file().metadata().get("captions");
        return JsonParser.parseString(json).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }
}
