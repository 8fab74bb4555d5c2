// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelFolder;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** Whole pipelines against diffusers: the finished image and the latents after the last step. */
class PipelineReferenceTest {

    private static final double TOLERANCE = 1e-4;

    /** The reference's names of samplers, and ours. */
    private static final Map<String, String> SAMPLERS =
            Map.ofEntries(
                    Map.entry("ddpm", "DDPM"),
                    Map.entry("ddim", "DDIM"),
                    Map.entry("ddim-eta", "DDIM"),
                    Map.entry("pndm", "PNDM"),
                    Map.entry("euler", "Euler"),
                    Map.entry("euler-karras", "Euler Karras"),
                    Map.entry("euler-ancestral", "Euler a"),
                    Map.entry("heun", "Heun"),
                    Map.entry("lms", "LMS"),
                    Map.entry("dpm2", "DPM2"),
                    Map.entry("dpm2-ancestral", "DPM2 a"),
                    Map.entry("dpmpp-2m", "DPM++ 2M"),
                    Map.entry("dpmpp-2m-karras", "DPM++ 2M Karras"),
                    Map.entry("dpmpp-2m-sde", "DPM++ 2M SDE"),
                    Map.entry("dpmpp-2s", "DPM++ 2S"),
                    Map.entry("deis", "DEIS"),
                    Map.entry("unipc", "UniPC"),
                    Map.entry("unipc-karras", "UniPC Karras"),
                    Map.entry("lcm", "LCM"),
                    Map.entry("tcd", "TCD"));

    private static final String HALF = "models/tiny-sd1-fp16";

    private static final List<String> FILES = Reference.list("cases/pipelines");

    private static final Map<String, DiffusionModel> LOADED = new HashMap<>();

    @AfterAll
    static void closeModels() throws IOException {
        for (DiffusionModel model : LOADED.values()) model.close();
        LOADED.clear();
    }

    static Stream<JsonObject> cases() {
        List<JsonObject> rows = new ArrayList<>();
        for (String table : List.of("cases/pipelines.json", "cases/pipelines-more.json")) {
            for (JsonElement row : JsonParser.parseString(Reference.text(table)).getAsJsonArray()) {
                JsonObject object = row.getAsJsonObject();
                if (FILES.contains(text(object, "file"))) rows.add(object);
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheImageOfDiffusers(JsonObject row) throws IOException {
        Reference expected =
                Reference.open("cases/pipelines/" + text(row, "file") + ".safetensors");
        Result result = run(row, expected);

        Tensor image = expected.read("image");
        double difference = toChannelsLast(result.images()).maxAbsDifference(image);
        String group = text(row, "file").contains("_sampler_") ? "samplers" : text(row, "task");
        assertThat(Differences.note("images, " + text(row, "model") + ", " + group, difference))
                .isLessThan(TOLERANCE);
    }

    @Test
    void halfPrecisionWeightsGiveTheImageOfTheirOwnFloat32(@TempDir Path folder)
            throws IOException {
        Assumptions.assumeTrue(Reference.has(HALF + "/" + ModelFolder.INDEX), "no " + HALF);
        Request request =
                Request.builder("fluorescent nuclei").size(64, 64).steps(5).seed(42).build();
        Tensor half = image(Reference.path(HALF), request);
        Tensor whole = image(inFloat32(Reference.path(HALF), folder), request);
        double difference = half.maxAbsDifference(whole);
        assertThat(Differences.note("images, tiny-sd1-fp16, its own float32", difference))
                .isLessThan(1e-3);
    }

    private static Tensor image(Path model, Request request) throws IOException {
        try (DiffusionModel opened = DiffusionModel.open(model)) {
            return new TextToImage(opened).run(request, Progress.NONE).images();
        }
    }

    private static Path inFloat32(Path model, Path copy) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(model)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = model.relativize(file).toString();
            Path target = copy.resolve(name.replace(".fp16", ""));
            Files.createDirectories(target.getParent());
            if (!name.endsWith(".safetensors")) {
                Files.copy(file, target);
                continue;
            }
            SafetensorsFile weights = SafetensorsFile.open(file);
            Map<String, Tensor> tensors = new HashMap<>();
            for (String key : weights.names()) tensors.put(key, weights.read(key));
            SafetensorsWriter.write(target, tensors, DType.F32, Map.of());
        }
        return copy;
    }

    private static Result run(JsonObject row, Reference expected) throws IOException {
        DiffusionModel model = model(text(row, "model"));
        Request request = request(row, expected);
        return switch (text(row, "task")) {
            case "text-to-image" -> new TextToImage(model).run(request, Progress.NONE);
            case "image-to-image" ->
                    new ImageToImage(model).run(request, image(expected), Progress.NONE);
            default ->
                    new Inpaint(model).run(request, image(expected), mask(expected), Progress.NONE);
        };
    }

    private static Method method(JsonObject row) {
        double eta = row.has("eta") ? row.get("eta").getAsDouble() : 0;
        String sampler = ours(text(row, "sampler"));
        return new Method(sampler, Method.MODEL_DEFAULT, Method.MODEL_DEFAULT, eta);
    }

    /** A scheduler class stands for what the model's own folder says. */
    private static String ours(String name) {
        return name.endsWith("Scheduler") ? Method.MODEL_DEFAULT : SAMPLERS.get(name);
    }

    private static Request request(JsonObject row, Reference expected) {
        int batch =
                row.has("num_images_per_prompt") ? row.get("num_images_per_prompt").getAsInt() : 1;
        Tensor image = expected.read("image");
        return Request.builder(text(row, "prompt"))
                .negative(row.has("negative_prompt") ? text(row, "negative_prompt") : "")
                .size(image.dim(2), image.dim(1))
                .steps(row.get("num_inference_steps").getAsInt())
                .guidanceScale(row.get("guidance_scale").getAsDouble())
                .strength(row.has("strength") ? row.get("strength").getAsDouble() : 1)
                .method(method(row))
                .seed(row.get("seed").getAsLong())
                .batch(batch)
                .build();
    }

    private static DiffusionModel model(String name) throws IOException {
        if (!LOADED.containsKey(name))
            LOADED.put(name, DiffusionModel.open(Reference.path("models/" + name)));
        return LOADED.get(name);
    }

    /** [H, W, 3] of bytes to [1, 3, H, W] in [0, 1]. */
    private static Tensor image(Reference expected) {
        Tensor bytes = expected.read("input.image");
        int height = bytes.dim(0);
        int width = bytes.dim(1);
        Tensor image = Tensor.zeros(1, 3, height, width);
        for (int i = 0; i < height * width; i++) {
            for (int c = 0; c < 3; c++)
                image.data()[c * height * width + i] = bytes.data()[3 * i + c] / 255;
        }
        return image;
    }

    private static Tensor mask(Reference expected) {
        Tensor bytes = expected.read("input.mask_image");
        return bytes.map(v -> v / 255).reshape(1, 1, bytes.dim(0), bytes.dim(1));
    }

    static Tensor toChannelsLast(Tensor images) {
        int channels = images.dim(1);
        int plane = images.dim(2) * images.dim(3);
        Tensor result = Tensor.zeros(images.dim(0), images.dim(2), images.dim(3), channels);
        for (int n = 0; n < images.dim(0); n++) {
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < plane; i++) {
                    result.data()[(n * plane + i) * channels + c] =
                            images.data()[(n * channels + c) * plane + i];
                }
            }
        }
        return result;
    }

    private static String text(JsonObject row, String key) {
        return row.get(key).getAsString();
    }
}
