// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import ij.ImagePlus;
import ij.io.Opener;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of images, each with a caption in a text file of the same name or in one of the tables
 * {@code captions.csv}, {@code metadata.csv} (columns file and text) and {@code metadata.jsonl}
 * (keys file_name and text), as data sets for such models have them.
 */
final class ImageFolder {

    private static final Set<String> ENDINGS =
            Set.of("tif", "tiff", "png", "jpg", "jpeg", "bmp", "gif", "pgm", "fits");

    private static final List<String> TABLES = List.of("captions.csv", "metadata.csv");
    private static final String JSON_LINES = "metadata.jsonl";

    private final Path folder;

    private ImageFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens all images; a stack counts as its slices, all with the stack's caption.
     *
     * @throws IOException if the folder holds none, or one or a table cannot be read, naming it
     */
    static TrainingImages read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder
                            + " is no folder; data takes a folder of images, or is left out for the"
                            + " open image");
        }
        return new ImageFolder(folder).read();
    }

    private TrainingImages read() throws IOException {
        Map<String, String> table = table();
        List<ImageProcessor> planes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (Path file : files()) {
            ImagePlus image = new Opener().openImage(file.toString());
            if (image == null) {
                throw new IOException(
                        file + " cannot be opened as an image; repair it or take it out");
            }
            String caption = caption(file, table);
            TrainingImages slices = TrainingImages.of(image);
            for (int i = 0; i < slices.planes().size(); i++) {
                planes.add(slices.planes().get(i));
                boolean single = slices.planes().size() == 1;
                names.add(file.getFileName() + (single ? "" : " slice " + (i + 1)));
                captions.add(caption);
            }
        }
        return new TrainingImages(planes, names, captions);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files =
                    entries.filter(file -> ENDINGS.contains(ending(file))).sorted().toList();
            if (!files.isEmpty()) return files;
        }
        throw new IOException(
                folder
                        + " holds no images; files must end in one of "
                        + String.join(", ", ENDINGS));
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private String caption(Path file, Map<String, String> table) throws IOException {
        String name = file.getFileName().toString();
        Path text = folder.resolve(name.substring(0, name.lastIndexOf('.')) + ".txt");
        if (Files.exists(text)) return readText(text).strip().replaceAll("\\s+", " ");
        return table.getOrDefault(name, "");
    }

    private static String readText(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IOException(file + " is no text in UTF-8; save it as such", e);
        }
    }

    private Map<String, String> table() throws IOException {
        Map<String, String> captions = new HashMap<>();
        for (String name : TABLES) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) readCsv(file, captions);
        }
        Path lines = folder.resolve(JSON_LINES);
        if (Files.exists(lines)) readJsonLines(lines, captions);
        return captions;
    }

    /**
     * Rows of a file's name and its caption, which may stand in quotes; the first row may be a
     * header.
     */
    private static void readCsv(Path file, Map<String, String> captions) throws IOException {
        for (String line : readText(file).split("\\R")) {
            if (line.isBlank()) continue;
            int comma = line.indexOf(',');
            if (comma < 0) {
                throw new IOException(
                        file
                                + ": expected a file's name, a comma and its caption, found \""
                                + line
                                + "\"");
            }
            captions.put(unquote(line.substring(0, comma)), unquote(line.substring(comma + 1)));
        }
    }

    private static String unquote(String cell) {
        String text = cell.strip();
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) return text;
        return text.substring(1, text.length() - 1).replace("\"\"", "\"");
    }

    private static void readJsonLines(Path file, Map<String, String> captions) throws IOException {
        for (String line : readText(file).split("\\R")) {
            if (line.isBlank()) continue;
            try {
                JsonObject row = JsonParser.parseString(line).getAsJsonObject();
                captions.put(row.get("file_name").getAsString(), row.get("text").getAsString());
            } catch (JsonParseException | IllegalStateException | NullPointerException e) {
                throw new IOException(
                        file + ": expected {\"file_name\": ..., \"text\": ...}, found " + line, e);
            }
        }
    }
}
