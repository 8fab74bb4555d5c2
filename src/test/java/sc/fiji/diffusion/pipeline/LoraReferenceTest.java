// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.WeightsException;

/** Images of a model with adapters, against diffusers; and that adapters go without a trace. */
class LoraReferenceTest {

    private static final Reference EXPECTED = Reference.open("cases/lora.safetensors");
    private static final ModelSpec PLAIN = ModelSpec.of(Reference.path("models/tiny-sd1"));

    private static DiffusionModel model;

    @BeforeAll
    static void open() throws IOException {
        model = DiffusionModel.open(PLAIN);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ModelSpec with(String layout, double weight) {
        return PLAIN.withLoras(List.of(lora(layout, weight)));
    }

    private static Lora lora(String layout, double weight) {
        Path file = Reference.path("lora/tiny-sd1-" + layout + ".safetensors");
        return new Lora(file.toString(), weight);
    }

    private static Tensor image() throws IOException {
        return image(EXPECTED);
    }

    private static Tensor image(Reference reference) throws IOException {
        JsonObject call =
                JsonParser.parseString(reference.file().metadata().get("call")).getAsJsonObject();
        String steps = call.has("steps") ? "steps" : "num_inference_steps";
        Request request =
                Request.builder(call.get("prompt").getAsString())
                        .size(call.get("width").getAsInt(), call.get("height").getAsInt())
                        .steps(call.get(steps).getAsInt())
                        .guidanceScale(call.get("guidance_scale").getAsDouble())
                        .seed(call.get("seed").getAsLong())
                        .build();
        return new TextToImage(model).run(request, Progress.NONE).images();
    }

    private static void assertImage(String name) throws IOException {
        assertImage(EXPECTED, name);
    }

    private static void assertImage(Reference reference, String name) throws IOException {
        Tensor expected = reference.read(name);
        double difference =
                PipelineReferenceTest.toChannelsLast(image(reference)).maxAbsDifference(expected);
        assertThat(Differences.note("images, LoRA", difference)).as(name).isLessThan(1e-4);
    }

    @ParameterizedTest
    @CsvSource({"kohya,0.4", "kohya,1.0", "diffusers,0.4", "diffusers,1.0"})
    void givesTheImageOfDiffusers(String layout, double weight) throws IOException {
        model.adapt(with(layout, weight));
        assertImage(layout + "." + weight);
    }

    /** Those of {@code src/test/python/adapters_of_pipelines.py}. */
    @ParameterizedTest
    @ValueSource(strings = {"pipeline", "unet", "peft-text", "peft-unet"})
    void givesTheImageOfDiffusersWithAdaptersOfToday(String name) throws IOException {
        String images = "cases/lora-today.safetensors";
        assumeTrue(Reference.has(images), "the reference data in use are of another model");
        String folder = Reference.path("lora/today-" + name).toString();
        ModelLibrary library = new ModelLibrary(List.of());
        model.adapt(library.locate(PLAIN.withLoras(List.of(new Lora(folder, 1)))));
        assertImage(Reference.open(images), name);
    }

    @Test
    void withoutAdaptersTheModelIsWhatItWas() throws IOException {
        model.adapt(PLAIN);
        float[] before = image().data();
        model.adapt(with("kohya", 1));
        model.adapt(with("diffusers", 0.4));
        model.adapt(PLAIN);
        assertThat(image().data()).isEqualTo(before);
        assertImage("none");
    }

    @Test
    void adaptersAddUp() throws IOException {
        model.adapt(PLAIN.withLoras(List.of(lora("kohya", 0.25), lora("diffusers", 0.15))));
        assertImage("kohya.0.4");
    }

    @Test
    void opensWithAdapters() throws IOException {
        try (DiffusionModel opened = DiffusionModel.open(with("kohya", 1))) {
            assertThat(opened.spec().loras()).hasSize(1);
            assertThat(opened.hash()).isEqualTo(model.hash());
        }
    }

    @Test
    void adapterOfAnotherModelIsRefusedAndNothingChanges() throws IOException {
        model.adapt(PLAIN);
        float[] before = image().data();
        Path unet = Reference.path("models/tiny-sd1/unet/diffusion_pytorch_model.safetensors");
        ModelSpec wrong = PLAIN.withLoras(List.of(new Lora(unet.toString(), 1)));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> model.adapt(wrong))
                .withMessageStartingWith(unet + ": is no LoRA adapter");
        assertThat(model.spec()).isEqualTo(PLAIN);
        assertThat(image().data()).isEqualTo(before);
    }
}
