// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.json.ModelText;

/**
 * A model's {@code config.json}, read key by key. Every complaint names the file, the key, what it
 * holds and what it may hold.
 */
public final class ConfigFile {

    /** Beyond any real model; keeps a damaged or hostile file from using up the memory. */
    static final int MOST_CHANNELS = 1 << 16;

    /** Layers of a tower, pixels a side, and layers between two changes of resolution. */
    static final int MOST_LAYERS = 100;

    static final int MOST_PIXELS = 1 << 12;
    static final int MOST_BLOCKS = 16;
    private static final int MOST_LEVELS = 10;

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
            return new ConfigFile(path, ModelText.parse(ModelText.read(path)).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(path + " is no JSON object: " + e.getMessage(), e);
        }
    }

    /**
     * The object under a key; an empty one if the key is missing or null. Complaints about it name
     * the file.
     */
    public ConfigFile section(String key) {
        if (!isSet(key)) return new ConfigFile(path, new JsonObject());
        JsonElement value = json.get(key);
        require(value.isJsonObject(), key, value, "an object");
        return new ConfigFile(path, value.getAsJsonObject());
    }

    /** A section, or a number that stands for one key of it, as older files have it. */
    ConfigFile sectionOrNumber(String key, String numberKey) {
        if (!isSet(key) || !json.get(key).isJsonPrimitive()) return section(key);
        JsonObject section = new JsonObject();
        section.add(numberKey, json.get(key));
        return new ConfigFile(path, section);
    }

    /** As many finite numbers as the standard has. */
    double[] numbers(String key, double... standard) {
        if (!isSet(key)) return standard;
        JsonElement value = json.get(key);
        try {
            double[] numbers =
                    value.getAsJsonArray().asList().stream()
                            .mapToDouble(JsonElement::getAsDouble)
                            .filter(Double::isFinite)
                            .toArray();
            if (numbers.length == standard.length) return numbers;
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw wrong(key, value, standard.length + " numbers", e);
        }
        throw wrong(key, value, standard.length + " numbers", null);
    }

    /** As many numbers above 0 as the standard has. */
    double[] positives(String key, double... standard) {
        double[] numbers = numbers(key, standard);
        for (double number : numbers) require(number > 0, key, number, "numbers above 0");
        return numbers;
    }

    /**
     * A configuration that has no file of its own.
     *
     * @param path what messages name
     */
    public static ConfigFile of(Path path, JsonObject json) {
        return new ConfigFile(path, json);
    }

    /** Whether the key is there, be it null. */
    boolean has(String key) {
        return json.has(key);
    }

    /** Whether the key is there and not null. */
    public boolean isSet(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    /** A whole number from {@code min} to {@code max}. */
    int integer(String key, int standard, int min, int max) {
        return isSet(key) ? number(key, json.get(key), min, max) : standard;
    }

    /** A number above 0. */
    double positive(String key, double standard, double max) {
        if (!isSet(key)) return standard;
        JsonElement value = json.get(key);
        String expected = "a number above 0, up to " + max;
        require(isNumber(value), key, value, expected);
        double number = value.getAsDouble();
        require(number > 0 && number <= max, key, value, expected);
        return number;
    }

    private static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    }

    /** A text. */
    public String text(String key, String standard) {
        return isSet(key) ? string(json.get(key)) : standard;
    }

    /** True or false. */
    public boolean flag(String key, boolean standard) {
        if (!isSet(key)) return standard;
        String text = json.get(key).toString();
        require(text.equals("true") || text.equals("false"), key, text, "true or false");
        return text.equals("true");
    }

    String choice(String key, String standard, String... choices) {
        String value = text(key, standard);
        require(List.of(choices).contains(value), key, value, "one of " + Arrays.toString(choices));
        return value;
    }

    /** The channels of each resolution. */
    int[] channels(String key, int... standard) {
        if (!isSet(key)) return standard;
        int[] channels = integers(key, 1, MOST_CHANNELS);
        require(
                channels.length > 0 && channels.length <= MOST_LEVELS,
                key,
                Arrays.toString(channels),
                "1 to " + MOST_LEVELS + " numbers");
        return channels;
    }

    /** The number of groups that channels are normalised in. */
    int groups(String key, int standard, int[] channels) {
        int groups = integer(key, standard, 1, MOST_CHANNELS);
        for (int c : channels) require(c % groups == 0, key, groups, "a divisor of " + c);
        return groups;
    }

    /** A list of {@code n} numbers, or one number that stands for all. */
    int[] integersOrOne(String key, int n, int standard, int min, int max) {
        if (!isSet(key) || !json.get(key).isJsonArray()) {
            int[] all = new int[n];
            Arrays.fill(all, integer(key, standard, min, max));
            return all;
        }
        int[] values = integers(key, min, max);
        require(values.length == n, key, Arrays.toString(values), n + " numbers");
        return values;
    }

    private int[] integers(String key, int min, int max) {
        JsonElement value = json.get(key);
        require(value.isJsonArray(), key, value, "a list of numbers");
        return value.getAsJsonArray().asList().stream()
                .mapToInt(e -> number(key, e, min, max))
                .toArray();
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
    public void only(String key, String... values) {
        if (isSet(key)) {
            String found = string(json.get(key));
            String choices = values.length == 0 ? "none" : String.join(" or ", values);
            require(List.of(values).contains(found), key, found, choices);
        }
    }

    /** Requires that a list, where it is set, holds one value {@code n} times. */
    void onlyEach(String key, int n, String value) {
        if (!isSet(key)) return;
        JsonElement list = json.get(key);
        require(
                list.isJsonArray()
                        && list.getAsJsonArray().size() == n
                        && list.getAsJsonArray().asList().stream()
                                .allMatch(e -> string(e).equals(value)),
                key,
                list,
                n + " times " + value);
    }

    void require(boolean condition, String key, Object found, String expected) {
        if (!condition) throw wrong(key, found, expected, null);
    }

    private int number(String key, JsonElement value, int min, int max) {
        String expected = "a whole number from " + min + " to " + max;
        require(isNumber(value), key, value, expected);
        try {
            int number = Integer.parseInt(value.getAsString());
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException e) {
            throw wrong(key, value, expected, e);
        }
        throw wrong(key, value, expected, null);
    }

    private static String string(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    private IllegalArgumentException wrong(
            String key, Object found, String expected, Exception cause) {
        String text = String.valueOf(found);
        String brief = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return new IllegalArgumentException(
                path + ": \"" + key + "\" is " + brief + ", but this engine needs " + expected,
                cause);
    }
}
