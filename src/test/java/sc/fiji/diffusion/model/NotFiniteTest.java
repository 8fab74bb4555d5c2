// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.NativeMemory;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.text.Prompt;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** NaN and infinity in a model's files, and in what networks give. */
class NotFiniteTest {

    @TempDir private Path parent;

    @ParameterizedTest
    @CsvSource({
        ModelCopy.UNET + ", conv_in.weight, F32",
        ModelCopy.UNET + ", mid_block.resnets.0.conv1.weight, F16",
        ModelCopy.UNET + ", time_embedding.linear_1.bias, BF16",
        ModelCopy.VAE + ", decoder.conv_out.bias, F32",
        ModelCopy.VAE + ", encoder.conv_in.weight, F16",
        ModelCopy.TEXT_ENCODER + ", text_model.embeddings.token_embedding.weight, F32",
    })
    void weightIsNamedWithItsFile(String file, String tensor, DType dtype) throws IOException {
        ModelCopy copy = ModelCopy.in(parent);
        copy.tensors(file, file, dtype, t -> spoil(t.get(tensor)));
        int before = NativeMemory.now().arrays();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DiffusionModel.open(copy.folder()))
                .withMessageStartingWith(
                        copy.file(file) + ": tensor \"" + tensor + "\": value 1 is Infinity");
        assertThat(NativeMemory.now().arrays()).isEqualTo(before);
    }

    private static void spoil(Tensor tensor) {
        tensor.data()[1] = Float.POSITIVE_INFINITY;
        if (tensor.size() > 9) tensor.data()[9] = Float.NaN;
    }

    @Test
    void tensorThatIsNotUsedDoesNotMatter() throws IOException {
        ModelCopy copy = ModelCopy.in(parent);
        Tensor mask = Tensor.full(Float.NEGATIVE_INFINITY, 77, 77);
        copy.tensors(ModelCopy.TEXT_ENCODER, t -> t.put("text_model.causal_mask", mask));
        DiffusionModel.open(copy.folder()).close();
    }

    @Test
    void adapterAndEmbeddingAreNamed() throws IOException {
        Path model = Reference.path("models/tiny-sd1");
        Path word = parent.resolve("word.safetensors");
        Tensor vector = Tensor.full(Float.NaN, 1, 32);
        SafetensorsWriter.write(word, Map.of("emb_params", vector), DType.F32, Map.of());
        ModelSpec plain = ModelSpec.of(model);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () -> DiffusionModel.open(plain.withEmbeddings(List.of(word.toString()))))
                .withMessageStartingWith(word + ": tensor \"emb_params\": value 0 is NaN");
    }

    @Test
    void modelKeepsWhatItHadWhereAnAdapterIsNotFinite() throws IOException {
        Path model = Reference.path("models/tiny-sd1");
        Path original = Reference.path("lora/tiny-sd1-kohya.safetensors");
        SafetensorsFile file = SafetensorsFile.open(original);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : file.names()) tensors.put(name, file.read(name));
        String last = new TreeSet<>(tensors.keySet()).last();
        tensors.get(last).data()[0] = Float.NaN;
        Path damaged = parent.resolve("damaged.safetensors");
        SafetensorsWriter.write(damaged, tensors, DType.F32, file.metadata());
        ModelSpec plain = ModelSpec.of(model);
        try (DiffusionModel opened = DiffusionModel.open(plain)) {
            float[] text = conditioning(opened);
            float[] noise = prediction(opened);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(
                            () ->
                                    opened.adapt(
                                            plain.withLoras(
                                                    List.of(new Lora(damaged.toString(), 1)))))
                    .withMessageStartingWith(damaged + ": tensor \"" + last + "\": value 0 is NaN");
            assertThat(opened.spec()).isEqualTo(plain);
            assertThat(conditioning(opened)).isEqualTo(text);
            assertThat(prediction(opened)).isEqualTo(noise);
        }
    }

    private static float[] conditioning(DiffusionModel model) {
        return model.textEncoders().encode(Prompt.parse("nuclei"), 0).context().data();
    }

    private static float[] prediction(DiffusionModel model) {
        Conditioning text = model.textEncoders().encode(Prompt.parse("nuclei"), 0);
        return model.unet().predict(Tensor.full(0.5f, 1, 4, 8, 8), 500, text).data();
    }

    /** Weights within float16 that lead out of it, as some published models have. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "FLOAT32"})
    void resultIsRefusedWithWhatToDo(Precision precision) throws IOException {
        ModelCopy copy = ModelCopy.in(parent);
        boolean half = precision == Precision.FLOAT16;
        float large = half ? 6e4f : 1e38f;
        copy.tensors(
                ModelCopy.UNET,
                t -> {
                    t.computeIfPresent("conv_out.weight", (n, w) -> w.map(v -> large));
                    t.computeIfPresent("conv_norm_out.bias", (n, w) -> w.map(v -> 100));
                });
        ModelSource source = ModelSource.open(copy.folder());
        UnetConfig config = UnetConfig.read(source.config(ModelSource.UNET));
        try (Network network = Network.load(config.source());
                Weights weights =
                        Weights.load(
                                source.weights(ModelSource.UNET), config.layout(), precision)) {
            Tensor sample = Tensor.zeros(1, 4, 8, 8);
            Tensor text = Tensor.zeros(1, 77, config.contextWidth());
            assertThatExceptionOfType(NotFiniteException.class)
                    .isThrownBy(() -> network.run(weights, sample, Tensor.full(1, 1), text))
                    .withMessageStartingWith(
                            half
                                    ? "the denoising network left the range of float16; choose"
                                            + " float32 or bfloat16 as number format"
                                    : "the denoising network gave NaN or infinity in float32; the"
                                            + " model, an adapter or an embedding is damaged");
            assertThatExceptionOfType(NotFiniteException.class)
                    .isThrownBy(
                            () ->
                                    network.run(
                                            weights,
                                            sample.map(v -> Double.NaN),
                                            Tensor.full(1, 1),
                                            text))
                    .withMessage(
                            "what the denoising network was given holds NaN or infinity; nothing"
                                    + " was made");
        }
    }
}
