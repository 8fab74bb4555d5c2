// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * A tiny model whose weights are not stored: they are drawn anew, from torch's stream, in the order
 * and with the scales that the reference draws them with. Its {@value #SEEDS} gives the seed of
 * each part.
 */
public final class DrawnModel {

    private static final String SEEDS = "drawn.json";

    private DrawnModel() {}

    /** Writes the weights into a model's folder, unless they are there. */
    static void complete(Path folder) throws IOException {
        Path seeds = folder.resolve(SEEDS);
        if (!Files.exists(seeds)) return;
        JsonObject parts = JsonParser.parseString(Files.readString(seeds)).getAsJsonObject();
        for (String part : parts.keySet()) {
            boolean text = part.startsWith("text_encoder");
            String stem = text ? "model" : "diffusion_pytorch_model";
            Path file = folder.resolve(part).resolve(stem + ".safetensors");
            if (Files.exists(file)) continue;
            Map<String, Tensor> weights = draw(folder, part, parts.get(part).getAsLong());
            SafetensorsWriter.write(file, weights, DType.F32, Map.of());
        }
    }

    /**
     * The weights of a part.
     *
     * @param folder with the part's configuration
     */
    public static Map<String, Tensor> draw(Path folder, String part, long seed) throws IOException {
        ConfigFile config = ConfigFile.open(folder.resolve(part).resolve("config.json"));
        float gain = part.startsWith("text_encoder") ? 1.4f : 0.9f;
        TorchNoise noise = new TorchNoise(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        new TreeMap<>(layout(part, config).shapes())
                .forEach((name, shape) -> weights.put(name, draw(noise, name, shape, gain)));
        return weights;
    }

    private static WeightLayout layout(String part, ConfigFile config) {
        return switch (part) {
            case "unet" -> UnetConfig.read(config).layout();
            case "vae" -> VaeConfig.read(config).layout();
            case "text_encoder_2" -> ClipTextConfig.readProjected(config).layout();
            default -> ClipTextConfig.read(config).layout();
        };
    }

    private static Tensor draw(TorchNoise noise, String name, int[] shape, float gain) {
        Tensor drawn = noise.gaussian(shape);
        if (shape.length >= 2) {
            float root = (float) Math.sqrt((double) drawn.size() / shape[0]);
            return drawn.map(v -> (float) v * gain / root);
        }
        return name.endsWith("weight") ? drawn.map(v -> 1 + 0.2f * (float) v) : drawn.times(0.1f);
    }
}
