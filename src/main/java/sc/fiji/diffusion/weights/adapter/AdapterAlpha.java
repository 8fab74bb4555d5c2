// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.Map;
import sc.fiji.diffusion.json.ModelText;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The scales that diffusers writes into the metadata of an adapter, for tensors that do not have
 * them folded in.
 */
final class AdapterAlpha {

    private static final String METADATA = "lora_adapter_metadata";

    private final JsonObject settings;

    private AdapterAlpha(JsonObject settings) {
        this.settings = settings;
    }

    /**
     * @throws WeightsException if the metadata are no JSON object
     */
    static AdapterAlpha read(Path file, Map<String, String> metadata) throws WeightsException {
        String json = metadata.get(METADATA);
        if (json == null) return new AdapterAlpha(new JsonObject());
        try {
            return new AdapterAlpha(ModelText.parse(json).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            String problem = "its metadata \"" + METADATA + "\" are no JSON object";
            throw new WeightsException(file, problem + "; get the adapter again", e);
        }
    }

    /** What the product is scaled by; 1 where the file says nothing. */
    double scale(String component, String layer, int rank) {
        double alpha = number(component + ".lora_alpha", rank);
        JsonElement pattern = settings.get(component + ".alpha_pattern");
        if (pattern != null && pattern.isJsonObject()) {
            for (Map.Entry<String, JsonElement> e : pattern.getAsJsonObject().entrySet()) {
                boolean names = layer.endsWith(e.getKey().replace('.', '_'));
                if (names) alpha = e.getValue().getAsDouble();
            }
        }
        JsonElement stabilized = settings.get(component + ".use_rslora");
        boolean rootOfRank = stabilized != null && stabilized.getAsBoolean();
        return alpha / (rootOfRank ? Math.sqrt(rank) : rank);
    }

    private double number(String key, double absent) {
        JsonElement value = settings.get(key);
        return value == null || value.isJsonNull() ? absent : value.getAsDouble();
    }
}
