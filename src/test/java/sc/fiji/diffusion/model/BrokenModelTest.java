// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.NativeMemory;

/** What a user reads when one thing about a model folder is wrong; and that nothing stays open. */
class BrokenModelTest {

    @TempDir Path parent;

    private ModelCopy model;

    @BeforeEach
    void copy() throws IOException {
        model = ModelCopy.in(parent);
    }

    private void assertRefused(String... parts) {
        NativeMemory before = NativeMemory.now();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DiffusionModel.open(model.folder()).close())
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
        assertThat(NativeMemory.now()).isEqualTo(before);
    }

    @Test
    void intactCopyLoads() throws IOException {
        DiffusionModel.open(model.folder()).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_index.json",
                "scheduler/scheduler_config.json",
                "text_encoder/config.json",
                "text_encoder/model.safetensors",
                "tokenizer",
                "unet/config.json",
                "unet/diffusion_pytorch_model.safetensors",
                "vae/config.json",
                "vae/diffusion_pytorch_model.safetensors",
            })
    void missingFileIsNamed(String file) throws IOException {
        model.delete(file);
        assertRefused(
                "model tiny model is not complete: "
                        + model.file(file)
                        + " is missing; install the model again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vocab.json", "merges.txt", "tokenizer_config.json"})
    void missingFileOfTheTokenizerIsNamed(String file) throws IOException {
        model.delete("tokenizer/" + file);
        assertRefused("no " + file + " in the tokenizer folder " + model.file("tokenizer"));
    }

    @Test
    void pickledWeightsAreRefusedWithTheReasonAndTheWayOut() throws IOException {
        Path pickle = model.file("unet/diffusion_pytorch_model.bin");
        Files.move(model.file(ModelCopy.UNET), pickle);
        assertRefused(pickle.toString(), "a pickle, which can run any program", ".safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {ModelCopy.TEXT_ENCODER, ModelCopy.UNET, ModelCopy.VAE})
    void truncatedWeightsAreNamed(String file) throws IOException {
        model.truncate(file);
        assertRefused(model.file(file).toString(), "damaged, incomplete or not safetensors");
    }

    @ParameterizedTest
    @CsvSource({
        ModelCopy.TEXT_ENCODER + ", text_model.embeddings.token_embedding.weight",
        ModelCopy.UNET + ", mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight",
        ModelCopy.VAE + ", decoder.conv_out.weight"
    })
    void tensorOfTheWrongShapeIsNamedWithBothShapes(String file, String tensor) throws IOException {
        model.tensors(file, t -> t.put(tensor, Tensor.zeros(2, 5)));
        assertRefused(
                model.file(file) + ": tensor \"" + tensor + "\": expected shape [",
                ", found [2, 5]; use the weights that fit the config");
    }

    @ParameterizedTest
    @CsvSource({
        ModelCopy.TEXT_ENCODER + ", text_model.final_layer_norm.bias",
        ModelCopy.UNET + ", conv_out.bias",
        ModelCopy.VAE + ", quant_conv.weight"
    })
    void missingTensorIsNamed(String file, String tensor) throws IOException {
        model.tensors(file, t -> t.remove(tensor));
        assertRefused(model.file(file) + ": no tensor \"" + tensor + "\"");
    }

    @Test
    void missingAttentionOfTheAutoencoderIsNamedAsItIsCalledNow() throws IOException {
        model.tensors(ModelCopy.VAE, t -> t.remove("encoder.mid_block.attentions.0.to_q.weight"));
        assertRefused("no tensor \"encoder.mid_block.attentions.0.to_q.weight\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet/config.json | cross_attention_dim | 48 | attn2.to_k.weight | [16, 48] | [16, 32]",
                "unet/config.json | in_channels | 9 | conv_in.weight | [16, 9, 3, 3] | [16, 4, 3, 3]",
                "vae/config.json | latent_channels | 8 | encoder.conv_out.weight | [16, 32, 3, 3] | [8, 32, 3, 3]",
                "text_encoder/config.json | intermediate_size | 64 | mlp.fc1.weight | [64, 32] | [128, 32]",
            })
    void configThatDoesNotFitTheWeightsNamesTheFirstTensor(
            String config, String key, String value, String tensor, String expected, String found)
            throws IOException {
        model.set(config, key, value);
        assertRefused(
                ".safetensors: tensor \"",
                tensor + "\": expected shape " + expected + ", found " + found);
    }

    @Test
    void configWithMoreLayersNamesTheTensorThatIsMissing() throws IOException {
        model.set("text_encoder/config.json", "num_hidden_layers", "6");
        assertRefused(
                model.file(ModelCopy.TEXT_ENCODER)
                        + ": no tensor \"text_model.encoder.layers.5.self_attn.q_proj.weight\"");
    }

    @Test
    void unetOfAnotherContextWidthThanTheTextEncoder() throws IOException {
        model.set("unet/config.json", "cross_attention_dim", "48");
        model.tensors(
                ModelCopy.UNET,
                tensors ->
                        tensors.replaceAll(
                                (name, t) ->
                                        name.matches(".*attn2\\.to_[kv]\\.weight")
                                                ? Tensor.zeros(t.dim(0), 48)
                                                : t));
        assertRefused(
                "model tiny model: the U-Net looks at texts of width 48, but the text encoder's"
                        + " is 32; unet and text_encoder are of different models");
    }

    @Test
    void unetOfOtherSampleChannelsThanTheAutoencoder() throws IOException {
        model.set("unet/config.json", "in_channels", "5");
        model.tensors(
                ModelCopy.UNET,
                tensors -> tensors.put("conv_in.weight", Tensor.zeros(16, 5, 3, 3)));
        assertRefused(
                "model tiny model: the U-Net takes 5 channels and gives 4, which does not go with"
                        + " 4 latent channels of the autoencoder");
    }

    @Test
    void schedulerOfUnknownClassListsTheChoices() throws IOException {
        String file = "scheduler/scheduler_config.json";
        model.set(file, "_class_name", "\"MagicScheduler\"");
        assertRefused(
                "model tiny model: " + model.file(file),
                "\"_class_name\" is \"MagicScheduler\"; choose one of: DDPMScheduler, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scheduler/scheduler_config.json",
                "text_encoder/config.json",
                "unet/config.json",
                "vae/config.json",
                "tokenizer/tokenizer_config.json",
                "tokenizer/vocab.json"
            })
    void fileThatIsNoJsonIsNamed(String file) throws IOException {
        model.write(file, "<!DOCTYPE html>");
        assertRefused(model.file(file).toString(), "JSON");
    }

    @Test
    void networkOfAnotherFamilyIsNamedByItsKey() throws IOException {
        model.set("unet/config.json", "class_embed_type", "\"timestep\"");
        assertRefused(
                "model tiny model: "
                        + model.file("unet/config.json")
                        + ": \"class_embed_type\" is timestep, but this engine needs none");
    }

    @Test
    void pipelineOfAnotherFamilyIsNamed() throws IOException {
        model.set(ModelFolder.INDEX, "_class_name", "\"FluxPipeline\"");
        assertRefused(
                "model tiny model: "
                        + model.file(ModelFolder.INDEX)
                        + ": \"_class_name\" is FluxPipeline, but this engine needs"
                        + " DDPMPipeline or ");
    }

    @Test
    void refinerIsNoModelOfItsOwn() throws IOException {
        model.set(ModelFolder.INDEX, "requires_aesthetics_score", "true");
        assertRefused("this is the refiner of SDXL, which is not supported; use the base model");
    }

    @Test
    void embeddingOfTheWholeTextMustHaveTheWidthThatTheUnetTakes() throws IOException {
        model.set("unet/config.json", "addition_embed_type", "\"text_time\"");
        model.set("unet/config.json", "addition_time_embed_dim", "8");
        model.set("unet/config.json", "projection_class_embeddings_input_dim", "72");
        model.tensors(
                ModelCopy.UNET,
                tensors -> {
                    tensors.put("add_embedding.linear_1.weight", Tensor.zeros(64, 72));
                    tensors.put("add_embedding.linear_1.bias", Tensor.zeros(64));
                    tensors.put("add_embedding.linear_2.weight", Tensor.zeros(64, 64));
                    tensors.put("add_embedding.linear_2.bias", Tensor.zeros(64));
                });
        assertRefused(
                "the U-Net looks at whole texts of width 24, but the text encoder's is 0; unet and"
                        + " text_encoder_2 are of different models");
    }

    @Test
    void tokenizerWithLongerTextsThanTheTextEncoder() throws IOException {
        model.set("tokenizer/tokenizer_config.json", "model_max_length", "100");
        assertRefused(
                model.file("tokenizer")
                        + " makes texts of 100 tokens, but the text encoder has 77 positions");
    }

    @Test
    void tokenizerWithMoreTokensThanTheTextEncoder() throws IOException {
        model.set("text_encoder/config.json", "vocab_size", "500");
        String embedding = "text_model.embeddings.token_embedding.weight";
        model.tensors(
                ModelCopy.TEXT_ENCODER,
                tensors -> tensors.computeIfPresent(embedding, (name, t) -> t.slice(0, 500)));
        assertRefused(
                model.file("tokenizer") + ": token ", " is not among the 500 of the text encoder");
    }

    @Test
    void weightsThatAreAFolderAreNamed() throws IOException {
        model.delete(ModelCopy.VAE);
        Files.createDirectory(model.file(ModelCopy.VAE));
        assertRefused(model.file(ModelCopy.VAE).toString());
    }

    @Test
    void partOfTheCopyThatIsUnusedDoesNotMatter() throws IOException {
        model.tensors(ModelCopy.VAE, t -> t.putAll(Map.of("model_ema.decay", Tensor.zeros(1))));
        DiffusionModel.open(model.folder()).close();
    }
}
