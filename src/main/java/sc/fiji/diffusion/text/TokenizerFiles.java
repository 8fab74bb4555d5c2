// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.diffusion.json.ModelText;

/**
 * The files in the folder of a tokenizer. Complaints name the file and what to do.
 *
 * @param folder where they are
 */
record TokenizerFiles(Path folder) {

    private static final int MOST_SHOWN = 80;

    boolean has(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    /** The lines of a text, without the spaces at their ends. */
    List<String> lines(String name) throws IOException {
        return ModelText.read(existing(name)).lines().map(String::strip).toList();
    }

    /** The object in a file of JSON. */
    JsonObject object(String name) throws IOException {
        Path file = existing(name);
        try {
            JsonElement json = ModelText.parse(ModelText.read(file));
            if (json.isJsonObject()) return json.getAsJsonObject();
        } catch (JsonParseException e) {
            throw new IOException(
                    file + ": not valid JSON (" + e.getMessage() + "); get the tokenizer again", e);
        }
        throw problem(name, "expected a JSON object");
    }

    /** A whole number from 0 on, as an id is. */
    int id(String name, String what, JsonElement value) throws IOException {
        String text = value != null && value.isJsonPrimitive() ? value.getAsString() : "";
        if (text.matches("\\d{1,9}")) return Integer.parseInt(text);
        throw problem(
                name,
                "expected whole numbers as ids of "
                        + what
                        + ", found "
                        + brief(text.isEmpty() ? value : text));
    }

    IOException problem(String name, String problem) {
        return new IOException(folder.resolve(name) + ": " + problem + "; get the tokenizer again");
    }

    /** The beginning of a value, for messages. */
    static String brief(Object value) {
        String text = String.valueOf(value);
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
    }

    private Path existing(String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) return file;
        throw new IOException(
                "no " + name + " in the tokenizer folder " + folder + "; get the model again");
    }
}
