// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.SafetensorsFile;

/** Configuration files for tests, and what a layout holds as text. */
final class Configs {

    private Configs() {}

    /** A resource of this package. */
    static Path resource(String name) {
        try {
            return Path.of(Configs.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** A JSON object as a file. */
    static ConfigFile of(Path folder, String json) throws IOException {
        return ConfigFile.open(Files.writeString(folder.resolve("config.json"), json));
    }

    /** A file with some keys changed to other JSON values. */
    static ConfigFile changed(Path folder, Path original, Map<String, String> changes)
            throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(original)).getAsJsonObject();
        changes.forEach((key, value) -> json.add(key, JsonParser.parseString(value)));
        return of(folder, json.toString());
    }

    /** Lines such as {@code conv_in.weight 320x4x3x3}, sorted. */
    static List<String> describe(WeightLayout layout) {
        return layout.shapes().entrySet().stream()
                .map(e -> line(e.getKey(), e.getValue()))
                .sorted()
                .toList();
    }

    /** The same of a weights file. */
    static List<String> describe(SafetensorsFile file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : file.names()) lines.add(line(name, file.shape(name)));
        return lines.stream().sorted().toList();
    }

    /** SHA-256 of the sorted lines, each with a line feed. */
    static String digest(WeightLayout layout) {
        String text = String.join("\n", describe(layout)) + "\n";
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String line(String name, int[] shape) {
        return name
                + " "
                + Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    /** Random weights of moderate size for a layout, always the same. */
    static Map<String, Tensor> randomWeights(WeightLayout layout) {
        Random random = new Random(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        layout.shapes()
                .forEach(
                        (name, shape) -> {
                            Tensor zeros = Tensor.zeros(shape);
                            double scale = 1 / Math.sqrt((double) zeros.size() / shape[0]);
                            weights.put(name, zeros.map(v -> scale * random.nextGaussian()));
                        });
        return weights;
    }
}
