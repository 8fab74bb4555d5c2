// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A model's {@code config.json}, read key by key. Every complaint names the file, the key, what it
 * holds and what it may hold.
 */
public final class ConfigFile {

    private final Path path;
    private final JsonObject json;

    private ConfigFile(Path path, JsonObject json) {
        this.path = path;
        this.json = json;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if the file is missing or holds no JSON object
     */
    public static ConfigFile open(Path path) throws IOException {
        try {
            return new ConfigFile(
                    path, JsonParser.parseString(Files.readString(path)).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(path + " is no JSON object: " + e.getMessage(), e);
        }
    }

    /** Whether the key is there, be it null. */
    boolean has(String key) {
        return json.has(key);
    }

    /** Whether the key is there and not null. */
    boolean isSet(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    int integer(String key, int standard) {
        return isSet(key) ? number(key, json.get(key)) : standard;
    }

    double real(String key, double standard) {
        if (!isSet(key)) return standard;
        try {
            return json.get(key).getAsDouble();
        } catch (RuntimeException e) {
            throw wrong(key, json.get(key), "a number");
        }
    }

    boolean flag(String key, boolean standard) {
        if (!isSet(key)) return standard;
        String text = json.get(key).toString();
        require(text.equals("true") || text.equals("false"), key, text, "true or false");
        return text.equals("true");
    }

    String choice(String key, String standard, String... choices) {
        String value = isSet(key) ? string(json.get(key)) : standard;
        require(List.of(choices).contains(value), key, value, "one of " + Arrays.toString(choices));
        return value;
    }

    int[] integers(String key, int... standard) {
        if (!isSet(key)) return standard;
        JsonElement value = json.get(key);
        require(
                value.isJsonArray() && !value.getAsJsonArray().isEmpty(),
                key,
                value,
                "a list of numbers");
        return value.getAsJsonArray().asList().stream().mapToInt(e -> number(key, e)).toArray();
    }

    /** A list of {@code n} numbers, or one number that stands for all. */
    int[] integersOrOne(String key, int n, int standard) {
        if (!isSet(key) || !json.get(key).isJsonArray()) {
            int[] all = new int[n];
            Arrays.fill(all, integer(key, standard));
            return all;
        }
        int[] values = integers(key);
        require(values.length == n, key, Arrays.toString(values), n + " numbers");
        return values;
    }

    /**
     * For each entry of a list of {@code n} names, whether it is the second name and not the first.
     */
    boolean[] whichOf(String key, int n, String first, String second) {
        JsonElement value = json.get(key);
        require(
                value != null && value.isJsonArray() && value.getAsJsonArray().size() == n,
                key,
                value,
                n + " names");
        boolean[] which = new boolean[n];
        for (int i = 0; i < n; i++) {
            String name = string(value.getAsJsonArray().get(i));
            require(name.equals(first) || name.equals(second), key, name, first + " or " + second);
            which[i] = name.equals(second);
        }
        return which;
    }

    /**
     * Requires that a key, where it is set, holds one of the values; no values: that it is unset.
     */
    void only(String key, String... values) {
        if (isSet(key)) {
            String found = string(json.get(key));
            String choices = values.length == 0 ? "null" : String.join(" or ", values);
            require(List.of(values).contains(found), key, found, choices);
        }
    }

    /** Requires that each entry of a list, where it is set, is one value. */
    void onlyEach(String key, String value) {
        if (!isSet(key)) return;
        require(json.get(key).isJsonArray(), key, json.get(key), "a list");
        for (JsonElement e : json.getAsJsonArray(key))
            require(string(e).equals(value), key, e, value);
    }

    void require(boolean condition, String key, Object found, String expected) {
        if (!condition) throw wrong(key, found, expected);
    }

    private int number(String key, JsonElement value) {
        try {
            return Integer.parseInt(value.getAsString());
        } catch (RuntimeException e) {
            throw wrong(key, value, "a whole number");
        }
    }

    private static String string(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    private IllegalArgumentException wrong(String key, Object found, String expected) {
        return new IllegalArgumentException(
                path + ": \"" + key + "\" is " + found + ", but this engine needs " + expected);
    }
}
