// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.phantom.Captions;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.BpeVocabulary;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * A model folder in the diffusers layout to be trained: configurations from this package's
 * resources, a tokenizer of the captions' words, and weights in half precision once there are any.
 *
 * @param folder the model folder
 */
record ModelTemplate(Path folder) {

    private static final List<String> CONFIGURATIONS =
            List.of(
                    "model_index.json",
                    "scheduler/scheduler_config.json",
                    "text_encoder/config.json",
                    "unet/config.json",
                    "vae/config.json",
                    "clip/config.json",
                    "clip/preprocessor_config.json");

    private static final int CORPUS = 5000;
    private static final int MAX_TOKENS = 32;
    private static final String IN_CHANNELS = "\"in_channels\": ";
    private static final String TEXT_MODEL = "text_model.";

    /** Writes what the folder does not hold yet. */
    static ModelTemplate copy(String name, Path folder) throws IOException {
        ModelTemplate template = new ModelTemplate(folder);
        if (!Files.exists(template.tokenizer().resolve("vocab.json"))) {
            List<String> corpus = new ArrayList<>(Captions.corpus(CORPUS, 0));
            corpus.addAll(Captions.vocabulary());
            BpeVocabulary.write(template.tokenizer(), corpus, MAX_TOKENS);
        }
        for (String file : CONFIGURATIONS) {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, template.fillIn(read(name + "/" + file)));
        }
        return template;
    }

    /**
     * A folder for the inpainting variant of this model: the same autoencoder, tokenizer and
     * schedule, and a U-Net that also takes the hole and the rest of the image. It starts as this
     * model, to which both mean nothing yet.
     *
     * @param target the new folder; a U-Net and a text encoder that are there already stay
     */
    ModelTemplate inpainting(Path target) throws IOException {
        ModelTemplate variant = new ModelTemplate(target);
        for (String part : List.of("scheduler", "tokenizer", "vae")) copyPart(part, target);
        if (!Files.exists(variant.textWeights())) copyPart("text_encoder", target);
        UnetConfig from = UnetConfig.read(config("unet"));
        int channels = from.inChannels();
        derive("model_index.json", target, "StableDiffusion", "StableDiffusionInpaint");
        derive(
                "unet/config.json",
                target,
                IN_CHANNELS + channels,
                IN_CHANNELS + (2 * channels + 1));
        if (Files.exists(variant.unetWeights())) return variant;
        UnetConfig to = UnetConfig.read(variant.config("unet"));
        LatentWidening widening = new LatentWidening(from.outChannels(), to.outChannels());
        write(variant.unetWeights(), widening.carry(readUnet(from.layout()), to.layout(), 0));
        return variant;
    }

    /** Writes a file of this folder into another, with one text in place of another. */
    private void derive(String file, Path target, String text, String other) throws IOException {
        Path changed = target.resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, Files.readString(folder.resolve(file)).replace(text, other));
    }

    private void copyPart(String part, Path target) throws IOException {
        copyFiles(folder.resolve(part), target.resolve(part));
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The configuration of a part. */
    ConfigFile config(String part) throws IOException {
        return ConfigFile.open(folder.resolve(part).resolve("config.json"));
    }

    /** The sizes that the tokenizer decides. */
    private String fillIn(String config) throws IOException {
        if (!config.contains("VOCABULARY")) return config;
        try (ClipTokenizer tokenizer = ClipTokenizer.open(tokenizer())) {
            int[] empty = tokenizer.encode("");
            int start = empty[0];
            int end = empty[1];
            return config.replace("VOCABULARY", Integer.toString(Math.max(start, end) + 1))
                    .replace("BOS_TOKEN", Integer.toString(start))
                    .replace("EOS_TOKEN", Integer.toString(end));
        }
    }

    Path tokenizer() {
        return folder.resolve("tokenizer");
    }

    /** A file of the CLIP model. */
    Path clip(String file) {
        return folder.resolve("clip").resolve(file);
    }

    Path schedulerConfig() {
        return folder.resolve("scheduler/scheduler_config.json");
    }

    Path vaeWeights() {
        return folder.resolve("vae/diffusion_pytorch_model.safetensors");
    }

    private Path unetWeights() {
        return folder.resolve("unet/diffusion_pytorch_model.safetensors");
    }

    private Path textWeights() {
        return folder.resolve("text_encoder/model.safetensors");
    }

    /** Whether the folder holds weights of a denoiser to start from. */
    boolean hasDenoiser() {
        return Files.exists(unetWeights()) && Files.exists(textWeights());
    }

    /** Whether the folder holds an autoencoder's weights to start from. */
    boolean hasVae() {
        return Files.exists(vaeWeights());
    }

    void writeVae(Map<String, Tensor> weights) throws IOException {
        write(vaeWeights(), weights);
    }

    Map<String, Tensor> readVae(WeightLayout layout) throws IOException {
        return read(vaeWeights(), layout);
    }

    /** The weights of U-Net and text encoder as one. */
    Map<String, Tensor> readDenoiser(WeightLayout unet, WeightLayout text) throws IOException {
        Map<String, Tensor> weights = readUnet(unet);
        weights.putAll(readText(text));
        return weights;
    }

    Map<String, Tensor> readUnet(WeightLayout layout) throws IOException {
        return read(unetWeights(), layout);
    }

    Map<String, Tensor> readText(WeightLayout layout) throws IOException {
        return read(textWeights(), layout);
    }

    private static Map<String, Tensor> read(Path path, WeightLayout layout) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Map.Entry<String, int[]> e : layout.shapes().entrySet()) {
            weights.put(e.getKey(), file.read(e.getKey(), e.getValue()));
        }
        return weights;
    }

    /** Writes the weights of U-Net and text encoder, which are trained as one. */
    void writeDenoiser(Map<String, Tensor> weights) throws IOException {
        Map<String, Tensor> text = new LinkedHashMap<>();
        Map<String, Tensor> unet = new LinkedHashMap<>();
        weights.forEach((name, t) -> (name.startsWith(TEXT_MODEL) ? text : unet).put(name, t));
        write(textWeights(), text);
        write(unetWeights(), unet);
    }

    /** Completes the folder of the CLIP model, which has the tokenizer of the text encoder. */
    void writeClip(Map<String, Tensor> weights) throws IOException {
        write(folder.resolve("clip/model.safetensors"), weights);
        copyFiles(tokenizer(), folder.resolve("clip"));
    }

    void writeClassifier(Map<String, Tensor> weights) throws IOException {
        write(folder.resolve("classifier/model.safetensors"), weights);
    }

    private static void write(Path file, Map<String, Tensor> weights) throws IOException {
        Files.createDirectories(file.getParent());
        SafetensorsWriter.write(file, weights, DType.F16, Map.of("format", "pt"));
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = ModelTemplate.class.getResourceAsStream(resource)) {
            if (in == null) throw new IOException("no resource " + resource);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
