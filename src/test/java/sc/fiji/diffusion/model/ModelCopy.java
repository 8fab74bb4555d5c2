// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** A copy of the tiny model, to break. */
final class ModelCopy {

    static final String TEXT_ENCODER = "text_encoder/model.safetensors";
    static final String UNET = "unet/diffusion_pytorch_model.safetensors";
    static final String VAE = "vae/diffusion_pytorch_model.safetensors";

    private final Path folder;

    private ModelCopy(Path folder) {
        this.folder = folder;
    }

    static ModelCopy in(Path parent) throws IOException {
        return in(parent, "tiny model");
    }

    static ModelCopy in(Path parent, String name) throws IOException {
        Path original = Reference.path("models/tiny-sd1");
        Path copy = parent.resolve(name);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(original)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Files.copy(file, copy.resolve(original.relativize(file).toString()));
        }
        return new ModelCopy(copy);
    }

    Path folder() {
        return folder;
    }

    Path file(String relative) {
        return folder.resolve(relative);
    }

    void delete(String relative) throws IOException {
        Path target = file(relative);
        if (Files.isDirectory(target)) {
            try (Stream<Path> entries = Files.list(target)) {
                for (Path entry : entries.toList()) Files.delete(entry);
            }
        }
        Files.delete(target);
    }

    void write(String relative, String text) throws IOException {
        Files.writeString(file(relative), text);
    }

    void truncate(String relative) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(relative).toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
    }

    /** Sets a key of a JSON file to another JSON value. */
    void set(String relative, String key, String value) throws IOException {
        JsonObject json =
                JsonParser.parseString(Files.readString(file(relative))).getAsJsonObject();
        json.add(key, JsonParser.parseString(value));
        write(relative, json.toString());
    }

    /** Changes the tensors of a weights file. */
    void tensors(String relative, Consumer<Map<String, Tensor>> change) throws IOException {
        tensors(relative, relative, DType.F32, change);
    }

    void tensors(String from, String to, DType dtype, Consumer<Map<String, Tensor>> change)
            throws IOException {
        SafetensorsFile file = SafetensorsFile.open(file(from));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : file.names()) tensors.put(name, file.read(name));
        change.accept(tensors);
        Files.delete(file(from));
        SafetensorsWriter.write(file(to), tensors, dtype, Map.of());
    }
}
