// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sc.fiji.diffusion.json.ModelText;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * What an adapter's trainer says of it besides the tensors: the scales that are not folded into
 * them, and the method. Diffusers writes it into the metadata, for a whole pipeline with the name
 * of the component before each key; PEFT into a file beside the adapter.
 */
final class AdapterSettings {

    /** PEFT's file. */
    static final String CONFIG = "adapter_config.json";

    private static final String METADATA = "lora_adapter_metadata";
    private static final double STANDARD_OF_PEFT = 8;
    private static final Set<String> METHODS = Set.of("LORA", "LOHA", "LOKR");

    /** Ways to begin a training that move the model's own weights, which the file does not hold. */
    private static final Pattern MOVED_WEIGHTS =
            Pattern.compile("(?i)(pissa|olora|corda|loftq|lora_ga).*");

    private final Path file;
    private final JsonObject settings;
    private final boolean ofPeft;

    private AdapterSettings(Path file, JsonObject settings, boolean ofPeft) {
        this.file = file;
        this.settings = settings;
        this.ofPeft = ofPeft;
    }

    /**
     * Reads the metadata.
     *
     * @throws WeightsException if they are no JSON object
     */
    static AdapterSettings read(Path file, Map<String, String> metadata) throws WeightsException {
        String json = metadata.getOrDefault(METADATA, "{}");
        String name = "its metadata \"" + METADATA + "\" are";
        return new AdapterSettings(file, object(file, json, name), false);
    }

    /**
     * Reads PEFT's file.
     *
     * @param adapter the file of the tensors
     * @throws WeightsException if it is missing or no JSON object
     * @throws IOException if it cannot be read
     */
    static AdapterSettings beside(Path adapter) throws IOException {
        Path config = adapter.resolveSibling(CONFIG);
        if (!Files.isRegularFile(config)) {
            throw new WeightsException(
                    adapter,
                    "is an adapter in PEFT's layout, which has its scale in another file: "
                            + config
                            + " is missing; put both into a folder of their own and give the path"
                            + " of the adapter");
        }
        return new AdapterSettings(config, object(config, ModelText.read(config), "is"), true);
    }

    private static JsonObject object(Path file, String json, String what) throws WeightsException {
        try {
            return ModelText.parse(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new WeightsException(file, what + " no JSON object; get the adapter again", e);
        }
    }

    /**
     * Checks that a part was adapted by a method that can be read, from the model's own weights.
     *
     * @throws WeightsException naming the method otherwise
     */
    void requireReadable(String component) throws WeightsException {
        String method = value(key(component, "peft_type"), JsonElement::getAsString, "LORA");
        if (!METHODS.contains(method)) {
            throw new WeightsException(
                    file,
                    "is of the method " + method + "; only LoRA, DoRA, LoHa and LoKr can be read");
        }
        String beginning =
                value(key(component, "init_lora_weights"), JsonElement::getAsString, "true");
        if (MOVED_WEIGHTS.matcher(beginning).matches()) {
            throw new WeightsException(
                    file,
                    "says that the training began with \""
                            + beginning
                            + "\", which moves the weights of the model itself; convert the adapter"
                            + " with path_initial_model_for_weight_conversion of PEFT's"
                            + " save_pretrained");
        }
    }

    /** The part of a model that PEFT was given by itself, by the class of its network. */
    Optional<String> component() {
        JsonElement mapping = settings.get("auto_mapping");
        if (mapping == null || !mapping.isJsonObject()) return Optional.empty();
        JsonElement type = mapping.getAsJsonObject().get("base_model_class");
        if (type == null || !type.isJsonPrimitive()) return Optional.empty();
        return switch (type.getAsString()) {
            case "CLIPTextModelWithProjection" -> Optional.of("text_encoder_2");
            case "CLIPTextModel" -> Optional.of("text_encoder");
            case "UNet2DConditionModel" -> Optional.of("unet");
            default -> Optional.empty();
        };
    }

    /**
     * What a delta is multiplied by; 1 where nothing is said.
     *
     * @param alphaKey the name of the constant, which depends on the method
     * @param rank that of the tensors; 0 if they do not show it
     * @throws WeightsException naming the file, the key and the value if one is wrong
     */
    double scale(String component, ModuleName module, String alphaKey, int rank)
            throws WeightsException {
        double absent = ofPeft ? STANDARD_OF_PEFT : 1;
        double r = rank > 0 ? rank : ofPattern(component, module, "rank_pattern", "r", absent);
        if (r <= 0) throw wrong(key(component, "r"), null);
        double standard = ofPeft ? STANDARD_OF_PEFT : r;
        double alpha = ofPattern(component, module, "alpha_pattern", alphaKey, standard);
        boolean root = value(key(component, "use_rslora"), JsonElement::getAsBoolean, false);
        return alpha / (root ? Math.sqrt(r) : r);
    }

    /** As PEFT does it: the first pattern that fits the end of the name, from a dot on. */
    private double ofPattern(
            String component, ModuleName module, String patterns, String key, double absent)
            throws WeightsException {
        String named = key(component, patterns);
        Optional<JsonElement> own =
                value(named, p -> firstFitting(p.getAsJsonObject(), module), Optional.empty());
        if (own.isPresent()) return number(own.get(), named);
        String common = key(component, key);
        return isSet(common) ? number(settings.get(common), common) : absent;
    }

    private static Optional<JsonElement> firstFitting(JsonObject patterns, ModuleName module) {
        return patterns.entrySet().stream()
                .filter(e -> Pattern.matches("(.*\\.)?(" + e.getKey() + ")", module.relative()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private double number(JsonElement element, String key) throws WeightsException {
        try {
            double number = element.getAsDouble();
            if (Double.isFinite(number)) return number;
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw wrong(key, e);
        }
        throw wrong(key, null);
    }

    private String key(String component, String key) {
        String ofComponent = component + "." + key;
        return settings.has(ofComponent) ? ofComponent : key;
    }

    private <T> T value(String key, Function<JsonElement, T> reading, T absent)
            throws WeightsException {
        if (!isSet(key)) return absent;
        try {
            return reading.apply(settings.get(key));
        } catch (PatternSyntaxException
                | ClassCastException
                | IllegalStateException
                | NumberFormatException
                | UnsupportedOperationException e) {
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
