// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.Sha256;
import sc.fiji.diffusion.weights.ShardedFile;
import sc.fiji.diffusion.weights.TensorSource;

/**
 * A model in the diffusers layout: {@code model_index.json} and one folder for each part.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) implements ModelSource {

    /** The file that makes a folder a model. */
    public static final String INDEX = "model_index.json";

    static final String CONFIG = "config.json";

    private static final String DIFFUSERS_WEIGHTS = "diffusion_pytorch_model";
    private static final String TRANSFORMERS_WEIGHTS = "model";

    private static final Pattern PICKLED =
            Pattern.compile(
                    "(" + DIFFUSERS_WEIGHTS + "|pytorch_" + TRANSFORMERS_WEIGHTS + ").*\\.bin");

    private static final Pattern LICENCE = Pattern.compile("(?m)^license:\\s*(\\S.*)$");
    private static final int CARD_BYTES = 1 << 20;

    static boolean isModel(Path path) {
        return Files.isRegularFile(path.resolve(INDEX));
    }

    @Override
    public Path path(String part) {
        return path.resolve(part);
    }

    /** The folder's name. */
    @Override
    public String name() {
        return ModelSource.name(path);
    }

    @Override
    public boolean has(String part) {
        return Files.isDirectory(path.resolve(part));
    }

    @Override
    public ConfigFile index() throws IOException {
        return ConfigFile.open(require(INDEX));
    }

    @Override
    public ConfigFile config(String part) throws IOException {
        return ConfigFile.open(require(inside(part, CONFIG)));
    }

    @Override
    public TensorSource weights(String part) throws IOException {
        return part.startsWith(TEXT_ENCODER)
                ? ClipTextConfig.named(weights(part, TRANSFORMERS_WEIGHTS))
                : weights(part, DIFFUSERS_WEIGHTS);
    }

    /** Weights of a model of transformers in the folder itself. */
    TensorSource transformersWeights() throws IOException {
        return weights("", TRANSFORMERS_WEIGHTS);
    }

    private TensorSource weights(String part, String stem) throws IOException {
        Path file = weightsFile(part, stem);
        return file.toString().endsWith(".json")
                ? ShardedFile.open(file)
                : SafetensorsFile.open(file);
    }

    @Override
    public ClipTokenizer tokenizer(String part) throws IOException {
        return ClipTokenizer.open(require(part));
    }

    @Override
    public SchedulerConfig scheduler() throws IOException {
        Path file = require("scheduler/scheduler_config.json");
        return SchedulerConfig.read(file, index().text("_class_name", ""));
    }

    @Override
    public String licence() throws IOException {
        Path card = path.resolve("README.md");
        if (!Files.isRegularFile(card) || Files.size(card) > CARD_BYTES) return "";
        String text = new String(Files.readAllBytes(card), StandardCharsets.UTF_8);
        Matcher licence = LICENCE.matcher(text);
        return licence.find() ? licence.group(1).strip() : "";
    }

    @Override
    public String hash() throws IOException {
        return hash(List.of(TEXT_ENCODER, TEXT_ENCODER_2, UNET, VAE));
    }

    /** SHA-256 over the weights of those of the parts that there are. */
    String hash(List<String> parts) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String part : parts) {
            if (has(part)) files.addAll(weights(part).files());
        }
        return Sha256.of(files);
    }

    /**
     * A file or folder inside the model.
     *
     * @throws ModelException naming the file that is missing
     */
    Path require(String relative) throws ModelException {
        Path file = path.resolve(relative);
        if (Files.exists(file)) return file;
        throw new ModelException(
                "model "
                        + name()
                        + " is not complete: "
                        + file
                        + " is missing; install the model again");
    }

    /** A file of a part; part {@code ""} is the folder itself. */
    private static String inside(String part, String file) {
        return part.isEmpty() ? file : part + "/" + file;
    }

    /**
     * The file with the weights of a part, or the index of several: of full precision if there is
     * one, otherwise of the variant that is there.
     */
    private Path weightsFile(String part, String stem) throws IOException {
        for (String ending : List.of(".safetensors", ShardedFile.INDEX + ".json")) {
            Path file = path.resolve(part).resolve(stem + ending);
            if (Files.exists(file)) return file;
        }
        List<String> names = fileNames(part);
        for (Pattern form : variants(stem)) {
            Optional<String> name = names.stream().filter(form.asMatchPredicate()).findFirst();
            if (name.isPresent()) return path.resolve(part).resolve(name.get());
        }
        for (String name : names) {
            if (PICKLED.matcher(name).matches()) throw refusePickle(path(part).resolve(name));
        }
        return require(inside(part, stem + ".safetensors"));
    }

    /**
     * Such as {@code model.fp16.safetensors}, {@code model.safetensors.index.fp16.json} (diffusers)
     * and {@code model.fp16.safetensors.index.json}.
     */
    private static List<Pattern> variants(String stem) {
        String variant = "\\.[A-Za-z][A-Za-z0-9_]*";
        String index = Pattern.quote(ShardedFile.INDEX);
        return List.of(
                Pattern.compile(stem + variant + "\\.safetensors"),
                Pattern.compile(stem + index + variant + "\\.json"),
                Pattern.compile(stem + variant + index + "\\.json"));
    }

    private List<String> fileNames(String part) throws IOException {
        if (!has(part)) return List.of();
        try (Stream<Path> files = Files.list(path.resolve(part))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private ModelException refusePickle(Path file) {
        return new ModelException(
                "model "
                        + name()
                        + " has its weights only as "
                        + file
                        + ", a pickle, which can run any program when it is opened; get the model"
                        + " with .safetensors files");
    }
}
