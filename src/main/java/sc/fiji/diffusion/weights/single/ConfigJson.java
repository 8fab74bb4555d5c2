// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** A configuration as diffusers writes it, made key by key. */
final class ConfigJson {

    private final JsonObject json = new JsonObject();

    ConfigJson(String className) {
        if (!className.isEmpty()) with("_class_name", className);
    }

    ConfigJson with(String key, Number value) {
        json.addProperty(key, value);
        return this;
    }

    ConfigJson with(String key, String value) {
        json.addProperty(key, value);
        return this;
    }

    ConfigJson with(String key, boolean value) {
        json.addProperty(key, value);
        return this;
    }

    ConfigJson with(String key, List<Integer> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        json.add(key, array);
        return this;
    }

    ConfigJson with(String key, Stream<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        json.add(key, array);
        return this;
    }

    ConfigJson withNull(String key) {
        json.add(key, JsonNull.INSTANCE);
        return this;
    }

    JsonObject json() {
        return json;
    }
}
