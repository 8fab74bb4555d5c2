// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * The files of a model folder in the layout of diffusers, as they are written.
 *
 * @param folder the model's folder
 */
record ModelFiles(Path folder) {

    private static final String VERSION = "0.36.0";

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    /**
     * Writes model_index.json, which makes the folder a model: each part with library and class.
     */
    void writeIndex(String pipeline, Map<String, String> classes) throws IOException {
        Map<String, Object> index = object(pipeline);
        classes.forEach((part, name) -> index.put(part, List.of(library(name), name)));
        if (pipeline.startsWith("StableDiffusion")) {
            for (String none : List.of("feature_extractor", "image_encoder", "safety_checker"))
                index.put(none, Arrays.asList(null, null));
            index.put("requires_safety_checker", false);
        }
        write("model_index.json", GSON.toJson(index));
    }

    private static String library(String name) {
        return name.startsWith("CLIP") ? "transformers" : "diffusers";
    }

    /** Writes the config.json of a part and reads it as the engine does. */
    ConfigFile config(String part, String className, Map<String, Object> settings)
            throws IOException {
        Map<String, Object> all = object(className);
        all.putAll(settings);
        write(part + "/config.json", GSON.toJson(all));
        return ConfigFile.open(folder.resolve(part).resolve("config.json"));
    }

    private static Map<String, Object> object(String className) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("_class_name", className);
        object.put("_diffusers_version", VERSION);
        return object;
    }

    void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        WholeFile.write(path, text);
    }

    /** Writes the weights of a part in full precision. */
    void weights(String part, Map<String, Tensor> weights) throws IOException {
        SafetensorsWriter.write(weightsFile(part), weights, DType.F32, Map.of("format", "pt"));
    }

    /** Whether the weights of a part are there. */
    boolean hasWeights(String part) {
        return Files.exists(weightsFile(part));
    }

    /** Reads them back. */
    Map<String, Tensor> readWeights(String part) throws IOException {
        SafetensorsFile saved = SafetensorsFile.open(weightsFile(part));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : saved.names()) weights.put(name, saved.read(name));
        return weights;
    }

    private Path weightsFile(String part) {
        String name = part.equals("text_encoder") ? "model" : "diffusion_pytorch_model";
        return folder.resolve(part).resolve(name + ".safetensors");
    }
}
