// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.schedule.Thresholding;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.ShardedFile;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** The forms in which a folder may have the weights of a part. */
class ModelFolderTest {

    private static final String STEM = "vae/diffusion_pytorch_model";

    @TempDir Path parent;

    private ModelCopy copy;
    private Map<String, Tensor> original;

    @BeforeEach
    void copyModel() throws IOException {
        copy = ModelCopy.in(parent);
        original = tensors(SafetensorsFile.open(copy.file(ModelCopy.VAE)));
    }

    private static Map<String, Tensor> tensors(TensorSource source) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : source.names()) tensors.put(name, source.read(name));
        return tensors;
    }

    private TensorSource vae() throws IOException {
        return new ModelFolder(copy.folder()).weights(ModelSource.VAE);
    }

    @ParameterizedTest
    @CsvSource({"fp16,F16", "bf16,BF16", "non_ema,F32"})
    void variantIsTakenWhereItIsAlone(String variant, DType dtype) throws IOException {
        String file = STEM + "." + variant + ".safetensors";
        copy.tensors(ModelCopy.VAE, file, dtype, tensors -> {});
        assertThat(vae().files()).containsExactly(copy.file(file));
        assertThat(vae().dtype("decoder.conv_in.bias")).isEqualTo(dtype);
    }

    @Test
    void fullPrecisionIsPreferred() throws IOException {
        Files.copy(copy.file(ModelCopy.VAE), copy.file(STEM + ".fp16.safetensors"));
        assertThat(vae().path()).isEqualTo(copy.file(ModelCopy.VAE));
    }

    /** As in the constructors of the pipelines of diffusers 0.36.0. */
    @ParameterizedTest
    @CsvSource({
        "StableDiffusionPipeline,DDIMScheduler,1,false",
        "StableDiffusionPipeline,DDPMScheduler,1,false",
        "StableDiffusionPipeline,DPMSolverSinglestepScheduler,0,false",
        "StableDiffusionImg2ImgPipeline,PNDMScheduler,1,false",
        "StableDiffusionInpaintPipeline,DDIMScheduler,1,true",
        "StableDiffusionInpaintPipeline,PNDMScheduler,1,false",
        "StableDiffusionXLPipeline,DDIMScheduler,0,true",
        "DDIMPipeline,DDIMScheduler,0,true",
    })
    void missingSettingsOfTheSchedulerArePutRight(
            String pipeline, String scheduler, int offset, boolean clips) throws IOException {
        SchedulerConfig config = scheduler(pipeline, scheduler, "");
        assertThat(config.stepsOffset()).isEqualTo(offset);
        assertThat(config.thresholding() instanceof Thresholding.Static).isEqualTo(clips);
    }

    @Test
    void wrongSettingsOfTheSchedulerArePutRight() throws IOException {
        String settings = ", \"steps_offset\": 0, \"clip_sample\": true, \"skip_prk_steps\": false";
        SchedulerConfig painting = scheduler("StableDiffusionPipeline", "PNDMScheduler", settings);
        assertThat(painting.stepsOffset()).isEqualTo(1);
        assertThat(painting.thresholding()).isEqualTo(new Thresholding.None());
        assertThat(painting.unsupported()).containsExactly("skip_prk_steps = false");
        SchedulerConfig repainting =
                scheduler("StableDiffusionInpaintPipeline", "PNDMScheduler", settings);
        assertThat(repainting.stepsOffset()).isEqualTo(1);
        assertThat(repainting.thresholding()).isEqualTo(new Thresholding.Static(1));
        assertThat(repainting.unsupported()).isEmpty();
    }

    private SchedulerConfig scheduler(String pipeline, String name, String settings)
            throws IOException {
        copy.set(ModelFolder.INDEX, "_class_name", "\"" + pipeline + "\"");
        copy.write(
                "scheduler/scheduler_config.json",
                "{\"_class_name\": \"" + name + "\"" + settings + "}");
        return new ModelFolder(copy.folder()).scheduler();
    }

    @ParameterizedTest
    @CsvSource({
        ".safetensors.index.json,''",
        ".safetensors.index.fp16.json,.fp16",
        ".fp16.safetensors.index.json,.fp16"
    })
    void shardsAreReadAsOne(String ending, String variant) throws IOException {
        shard(STEM + ending, "diffusion_pytorch_model" + variant);
        TensorSource sharded = vae();
        assertThat(sharded).isInstanceOf(ShardedFile.class);
        assertThat(sharded.files()).hasSize(2);
        assertThat(tensors(sharded)).containsOnlyKeys(original.keySet());
        for (String name : original.keySet()) {
            assertThat(sharded.read(name).data()).isEqualTo(original.get(name).data());
        }
        DiffusionModel.open(copy.folder()).close();
    }

    /** Replaces the autoencoder's weights by two files and an index. */
    private void shard(String index, String stem) throws IOException {
        Map<String, Tensor> first = new LinkedHashMap<>();
        Map<String, Tensor> second = new LinkedHashMap<>();
        JsonObject map = new JsonObject();
        original.forEach(
                (name, tensor) -> {
                    boolean even = map.size() % 2 == 0;
                    (even ? first : second).put(name, tensor);
                    map.addProperty(
                            name, stem + "-0000" + (even ? 1 : 2) + "-of-00002.safetensors");
                });
        Path folder = copy.file("vae");
        write(folder.resolve(stem + "-00001-of-00002.safetensors"), first);
        write(folder.resolve(stem + "-00002-of-00002.safetensors"), second);
        copy.delete(ModelCopy.VAE);
        copy.write(index, "{\"metadata\":{\"total_size\":1},\"weight_map\":" + map + "}");
    }

    private static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        SafetensorsWriter.write(file, tensors, DType.F32, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../unet/diffusion_pytorch_model.safetensors",
                "/etc/passwd",
                "C:model.safetensors",
                "..\\\\unet\\\\model.safetensors",
                "sub/model.safetensors",
                "model.bin",
                ""
            })
    void indexThatNamesAnotherFolderIsRefused(String name) throws IOException {
        copy.delete(ModelCopy.VAE);
        copy.write(STEM + ".safetensors.index.json", "{\"weight_map\":{\"a\":\"" + name + "\"}}");
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(this::vae)
                .withMessageStartingWith(copy.file(STEM) + ".safetensors.index.json: names \"")
                .withMessageContaining("no .safetensors file beside it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                          | is no index of weights",
                "not json                    | is no index of weights",
                "{\"weight_map\":{\"a\":     | is no index of weights",
                "{\"weight_map\":7}          | is no index of weights",
                "{\"weight_map\":{\"a\":[]}} | is no index of weights",
                "{}                          | has no \"weight_map\"",
                "{\"weight_map\":{\"a\":\"b.safetensors\"}} | names b.safetensors, which is missing",
                "{\"weight_map\":{\"a\":\"b.safetensors\",\"a\":\"b.safetensors\"}}"
                        + " | names the tensor \"a\" twice",
            })
    void brokenIndexIsRefused(String index, String reason) throws IOException {
        copy.delete(ModelCopy.VAE);
        copy.write(STEM + ".safetensors.index.json", index);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(this::vae)
                .withMessageContaining("diffusion_pytorch_model.safetensors.index.json: " + reason);
    }

    @Test
    void deeplyNestedIndexIsRefused() throws IOException {
        copy.delete(ModelCopy.VAE);
        String bomb = "[".repeat(1 << 20);
        copy.write(STEM + ".safetensors.index.json", "{\"other\":" + bomb);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(this::vae)
                .withMessageContaining("is no index of weights");
    }

    @Test
    void shardThatLacksATensorIsNamed() throws IOException {
        shard(STEM + ".safetensors.index.json", "diffusion_pytorch_model");
        String index = Files.readString(copy.file(STEM + ".safetensors.index.json"));
        copy.write(
                STEM + ".safetensors.index.json",
                index.replace("decoder.conv_in.bias", "decoder.conv_in.bia"));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(this::vae)
                .withMessageContaining("-of-00002.safetensors: no tensor \"decoder.conv_in.bia\"");
    }
}
