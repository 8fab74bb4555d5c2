// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sc.fiji.diffusion.json.ModelText;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The scales of an adapter whose tensors do not have them folded in: those that diffusers writes
 * into the metadata for each component, or PEFT into a file beside the adapter.
 */
final class AdapterAlpha {

    /** PEFT's file. */
    static final String CONFIG = "adapter_config.json";

    private static final String METADATA = "lora_adapter_metadata";
    private static final double ALPHA_OF_PEFT = 8;

    private final Path file;
    private final JsonObject settings;
    private final boolean ofPeft;

    private AdapterAlpha(Path file, JsonObject settings, boolean ofPeft) {
        this.file = file;
        this.settings = settings;
        this.ofPeft = ofPeft;
    }

    /**
     * Reads the metadata.
     *
     * @throws WeightsException if they are no JSON object
     */
    static AdapterAlpha read(Path file, Map<String, String> metadata) throws WeightsException {
        String json = metadata.getOrDefault(METADATA, "{}");
        String name = "its metadata \"" + METADATA + "\" are";
        return new AdapterAlpha(file, object(file, json, name), false);
    }

    /**
     * Reads PEFT's file.
     *
     * @param adapter the file of the tensors
     * @throws WeightsException if it is missing or no JSON object
     * @throws IOException if it cannot be read
     */
    static AdapterAlpha beside(Path adapter) throws IOException {
        Path config = adapter.resolveSibling(CONFIG);
        if (!Files.isRegularFile(config)) {
            throw new WeightsException(
                    adapter,
                    "is an adapter in PEFT's layout, which has its scale in another file: "
                            + config
                            + " is missing; put both into a folder of their own and give the path"
                            + " of the adapter");
        }
        return new AdapterAlpha(config, object(config, ModelText.read(config), "is"), true);
    }

    private static JsonObject object(Path file, String json, String what) throws WeightsException {
        try {
            return ModelText.parse(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new WeightsException(file, what + " no JSON object; get the adapter again", e);
        }
    }

    /**
     * What the product is scaled by; 1 where metadata say nothing.
     *
     * @param component the part of the model
     * @param module the layer by its name in the part, with dots
     * @param rank that of the tensors
     * @throws WeightsException naming the file, the key and the value if one is wrong
     */
    double scale(String component, String module, int rank) throws WeightsException {
        String prefix = ofPeft ? "" : component + ".";
        double standard = ofPeft ? ALPHA_OF_PEFT : rank;
        double common = value(prefix + "lora_alpha", JsonElement::getAsDouble, standard);
        double alpha = ofPattern(prefix + "alpha_pattern", module, common);
        ToDoubleFunction<JsonElement> divisor = f -> f.getAsBoolean() ? Math.sqrt(rank) : rank;
        return alpha / value(prefix + "use_rslora", divisor, rank);
    }

    /** As PEFT does it: the first pattern that fits the end of the name, from a dot on. */
    private double ofPattern(String key, String module, double common) throws WeightsException {
        if (!isSet(key)) return common;
        try {
            for (var entry : settings.getAsJsonObject(key).entrySet()) {
                Pattern pattern = Pattern.compile("(.*\\.)?(" + entry.getKey() + ")");
                if (pattern.matcher(module).matches()) return entry.getValue().getAsDouble();
            }
            return common;
        } catch (PatternSyntaxException
                | ClassCastException
                | IllegalStateException
                | NumberFormatException
                | UnsupportedOperationException e) {
            throw wrong(key, e);
        }
    }

    private double value(String key, ToDoubleFunction<JsonElement> reading, double absent)
            throws WeightsException {
        if (!isSet(key)) return absent;
        try {
            return reading.applyAsDouble(settings.get(key));
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw wrong(key, e);
        }
    }

    private boolean isSet(String key) {
        return settings.has(key) && !settings.get(key).isJsonNull();
    }

    private WeightsException wrong(String key, RuntimeException cause) {
        String problem = "has a wrong \"" + key + "\": " + settings.get(key);
        return new WeightsException(file, problem + "; get the adapter again", cause);
    }
}
