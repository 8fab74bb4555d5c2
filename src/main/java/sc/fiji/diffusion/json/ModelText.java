// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Text files that come with a model: configurations, vocabularies, indices. They are untrusted, so
 * size, nesting and numbers have limits far beyond any real one; what is in them is the caller's to
 * check.
 */
public final class ModelText {

    /** The largest file, in bytes; vocabularies have about a million. */
    static final long MAX_BYTES = 1 << 25;

    static final int MAX_DEPTH = 64;
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final int MAX_DIGITS = 64;
    private static final Pattern HUGE_EXPONENT = Pattern.compile("[eE][-+]?\\d{5}");

    private ModelText() {}

    /**
     * Reads a file as UTF-8, without a byte-order mark.
     *
     * @throws IOException naming the file if it cannot be read, is no regular file, is larger than
     *     32 MiB or not UTF-8
     */
    public static String read(Path file) throws IOException {
        long size = Files.size(file);
        if (!Files.isRegularFile(file)) throw new IOException(file + " is no file");
        if (size > MAX_BYTES) {
            throw new IOException(
                    file + " has " + size + " bytes, the limit for such a file is " + MAX_BYTES);
        }
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8; get the model again", e);
        }
    }

    /**
     * Parses JSON.
     *
     * @throws JsonParseException if the text is no JSON, nested more than 64 deep, or holds a key
     *     twice or a number that no double can stand for, with the place
     */
    public static JsonElement parse(String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setLenient(true); // as JsonParser is, which has the last word
            check(reader);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new JsonParseException(e.getMessage(), e);
        }
        return JsonParser.parseString(json);
    }

    private static void check(JsonReader reader) throws IOException {
        Deque<Set<String>> names = new ArrayDeque<>();
        for (JsonToken token = reader.peek();
                token != JsonToken.END_DOCUMENT;
                token = reader.peek()) {
            switch (token) {
                case BEGIN_ARRAY -> reader.beginArray();
                case BEGIN_OBJECT -> reader.beginObject();
                case END_ARRAY -> reader.endArray();
                case END_OBJECT -> reader.endObject();
                case NAME -> checkName(reader, names.element());
                case NUMBER -> checkNumber(reader.nextString());
                default -> reader.skipValue();
            }
            switch (token) {
                case BEGIN_ARRAY, BEGIN_OBJECT -> names.push(new HashSet<>());
                case END_ARRAY, END_OBJECT -> names.pop();
                default -> {}
            }
            if (names.size() > MAX_DEPTH) {
                throw new JsonParseException("nested more than " + MAX_DEPTH + " deep");
            }
        }
    }

    /** Of a key that stands twice, readers take the first or the last. */
    private static void checkName(JsonReader reader, Set<String> names) throws IOException {
        String name = reader.nextName();
        if (names.add(name)) return;
        String shown = name.length() > MAX_DIGITS ? name.substring(0, MAX_DIGITS) + "..." : name;
        throw new JsonParseException("the key \"" + shown + "\" stands twice in one object");
    }

    /** An innocent-looking 1e999999999 would fill the memory where it is taken as an integer. */
    private static void checkNumber(String number) {
        boolean tooLong = number.length() > MAX_DIGITS;
        if (tooLong || HUGE_EXPONENT.matcher(number).find()) {
            String shown = tooLong ? number.substring(0, MAX_DIGITS) + "..." : number;
            throw new JsonParseException("the number " + shown + " is too large");
        }
    }
}
