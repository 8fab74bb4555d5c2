// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import sc.fiji.diffusion.json.ModelText;

/** Typed access to the keys of a JSON object. A key that is missing or null is absent. */
final class ConfigValues {

    private final JsonObject object;

    ConfigValues(String json) {
        try {
            JsonElement root = ModelText.parse(json);
            if (!root.isJsonObject()) {
                throw new IllegalArgumentException("expected a JSON object, found " + brief(root));
            }
            object = root.getAsJsonObject();
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("no valid JSON: " + e.getMessage(), e);
        }
    }

    private ConfigValues(JsonObject object) {
        this.object = object;
    }

    /** The same with another value of one key. */
    ConfigValues with(String key, JsonElement value) {
        JsonObject changed = object.deepCopy();
        changed.add(key, value);
        return new ConfigValues(changed);
    }

    Optional<JsonElement> get(String key) {
        return Optional.ofNullable(object.get(key)).filter(value -> !value.isJsonNull());
    }

    double number(String key, double absent) {
        return get(key).map(value -> number(key, value)).orElse(absent);
    }

    int whole(String key, int absent) {
        double value = number(key, absent);
        if (value != (int) value) throw wrong(key, get(key).orElseThrow(), "a whole number");
        return (int) value;
    }

    boolean flag(String key, boolean absent) {
        return flag(key).orElse(absent);
    }

    Optional<Boolean> flag(String key) {
        return get(key).map(
                        value -> {
                            if (!isPrimitive(value, JsonPrimitive::isBoolean)) {
                                throw wrong(key, value, "true or false");
                            }
                            return value.getAsBoolean();
                        });
    }

    String text(String key, String absent) {
        return get(key).map(value -> text(key, value)).orElse(absent);
    }

    List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        get(key).ifPresent(
                        value -> {
                            if (!value.isJsonArray()) throw wrong(key, value, "a list of numbers");
                            value.getAsJsonArray().forEach(item -> numbers.add(number(key, item)));
                        });
        return numbers;
    }

    /** One of the names, which must be given. */
    String choice(String key, List<String> names) {
        JsonElement value =
                get(key).orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "\"" + key + "\" is missing" + oneOf(names)));
        if (!names.contains(text(key, value))) throw wrong(key, value, names);
        return value.getAsString();
    }

    /** The constant whose name is given, if any is. */
    <T> Optional<T> choice(String key, T[] constants, Function<T, String> name) {
        List<String> names = Stream.of(constants).map(name).toList();
        if (get(key).isEmpty()) return Optional.empty();
        return Optional.of(constants[names.indexOf(choice(key, names))]);
    }

    private static double number(String key, JsonElement value) {
        if (!isPrimitive(value, JsonPrimitive::isNumber)) throw wrong(key, value, "a number");
        return value.getAsDouble();
    }

    private static String text(String key, JsonElement value) {
        if (!isPrimitive(value, JsonPrimitive::isString)) throw wrong(key, value, "a text");
        return value.getAsString();
    }

    private static boolean isPrimitive(JsonElement value, Function<JsonPrimitive, Boolean> type) {
        return value.isJsonPrimitive() && type.apply(value.getAsJsonPrimitive());
    }

    private static IllegalArgumentException wrong(String key, JsonElement value, List<String> ok) {
        return new IllegalArgumentException("\"" + key + "\" is " + brief(value) + oneOf(ok));
    }

    private static IllegalArgumentException wrong(String key, JsonElement value, String expected) {
        return new IllegalArgumentException(
                "\"" + key + "\" must be " + expected + ", was " + brief(value));
    }

    private static String oneOf(List<String> names) {
        return "; choose one of: " + String.join(", ", names);
    }

    private static String brief(JsonElement value) {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
