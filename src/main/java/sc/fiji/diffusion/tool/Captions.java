// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.diffusion.image.file.FileNames;
import sc.fiji.diffusion.json.ModelText;

/**
 * The captions of a folder's images: of each in a text file of the same name, or in one of the
 * tables {@code captions.csv}, {@code metadata.csv} (a file and its text) and {@code
 * metadata.jsonl} (keys file_name and text), as data sets for such models have them. Names are
 * compared as {@link FileNames} does, by their endings only if that tells several apart.
 */
public final class Captions {

    private static final List<String> TABLES = List.of("captions.csv", "metadata.csv");
    private static final String JSON_LINES = "metadata.jsonl";
    private static final List<String> TEXT = List.of(".txt");

    /** No caption is longer, in bytes. */
    private static final long LONGEST = 1 << 20;

    private static final long LARGEST_TABLE = 1 << 26;
    private static final int SHOWN = 80;

    private final FileNames files;
    private final Map<String, String> table = new HashMap<>();
    private final Map<String, Set<String>> byName = new HashMap<>();
    private final Map<String, Set<String>> byStem = new HashMap<>();

    private Captions(FileNames files) {
        this.files = files;
    }

    /**
     * Reads the tables of a folder.
     *
     * @throws IOException naming the file and its line if one cannot be read
     */
    public static Captions of(FileNames files) throws IOException {
        Captions captions = new Captions(files);
        for (String name : TABLES) {
            Optional<Path> file = files.named(name);
            if (file.isPresent()) captions.readCsv(file.get());
        }
        Optional<Path> lines = files.named(JSON_LINES);
        if (lines.isPresent()) captions.readJsonLines(lines.get());
        return captions;
    }

    /**
     * The caption of an image, in one line; empty if there is none.
     *
     * @throws IOException naming the text file if it cannot be read
     */
    public String of(Path image) throws IOException {
        Optional<Path> text = files.find(image, TEXT);
        String caption = text.isPresent() ? read(text.get(), LONGEST) : inTable(image);
        return caption.strip().replaceAll("\\s+", " ");
    }

    private String inTable(Path image) {
        String name = image.getFileName().toString();
        if (table.containsKey(name)) return table.get(name);
        return only(byName.get(FileNames.fold(name)))
                .or(() -> only(byStem.get(FileNames.fold(FileNames.stem(name)))))
                .orElse("");
    }

    /** The caption that all rows of a name agree on. */
    private static Optional<String> only(Set<String> found) {
        return found == null || found.size() > 1
                ? Optional.empty()
                : Optional.of(found.iterator().next());
    }

    private static String read(Path file, long most) throws IOException {
        if (Files.size(file) > most) {
            throw new IOException(
                    file + " has " + Files.size(file) + " bytes, too many for captions");
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8; save it as such", e);
        }
    }

    /**
     * Rows of a file's name and its caption, which may stand in quotes; the first row may be a
     * header.
     */
    private void readCsv(Path file) throws IOException {
        String text = read(file, LARGEST_TABLE);
        for (int at = 0; at < text.length(); ) {
            int end = end(text, at, '\n');
            String row = text.substring(at, end).strip();
            int comma = end(row, 0, ',');
            if (!row.isEmpty() && comma == row.length()) {
                throw unexpected(file, text, at, "a file's name, a comma and its caption", row);
            }
            if (!row.isEmpty()) {
                put(unquote(row.substring(0, comma)), unquote(row.substring(comma + 1)));
            }
            at = end + 1;
        }
    }

    /** Where a character is first outside quotes, or the end (RFC 4180). */
    private static int end(String text, int from, char sought) {
        boolean quoted = false;
        boolean begins = true;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && (quoted || begins)) quoted = !quoted;
            else if (c == sought && !quoted) return i;
            begins = c == ',' || begins && c == ' ' || c == '"' && !quoted;
        }
        return text.length();
    }

    private static String unquote(String cell) {
        String text = cell.strip();
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) return text;
        return text.substring(1, text.length() - 1).replace("\"\"", "\"");
    }

    private void readJsonLines(Path file) throws IOException {
        String text = read(file, LARGEST_TABLE);
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            String line = text.substring(at, end);
            if (!line.isBlank()) readRow(file, text, at, line);
            at = end + 1;
        }
    }

    private void readRow(Path file, String text, int at, String line) throws IOException {
        try {
            JsonElement row = ModelText.parse(line);
            if (row.isJsonObject()) {
                Optional<String> name = string(row.getAsJsonObject(), "file_name");
                Optional<String> caption = string(row.getAsJsonObject(), "text");
                if (name.isPresent() && caption.isPresent()) {
                    put(name.get(), caption.get());
                    return;
                }
            }
        } catch (JsonParseException e) {
            // what was expected is said below
        }
        throw unexpected(file, text, at, "{\"file_name\": ..., \"text\": ...}", line);
    }

    /** A text; an empty one for null, which says that there is none; none for something else. */
    private static Optional<String> string(JsonObject row, String key) {
        JsonElement value = row.get(key);
        if (value == null) return Optional.empty();
        if (value.isJsonNull()) return Optional.of("");
        boolean text = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        return text ? Optional.of(value.getAsString()) : Optional.empty();
    }

    /** Of a path, the name counts. */
    private void put(String path, String caption) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        if (name.isEmpty()) return;
        table.put(name, caption);
        add(byName, name, caption);
        add(byStem, FileNames.stem(name), caption);
    }

    private static void add(Map<String, Set<String>> map, String key, String caption) {
        map.computeIfAbsent(FileNames.fold(key), k -> new HashSet<>()).add(caption);
    }

    private static IOException unexpected(
            Path file, String text, int at, String expected, String found) {
        long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "..." : found;
        return new IOException(
                file
                        + ", line "
                        + line
                        + ": expected "
                        + expected
                        + ", found \""
                        + shown.replaceAll("\\p{Cntrl}", "?")
                        + "\"");
    }
}
