// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.SafetensorsFile;

/**
 * The reference data: what torch, transformers and diffusers computed, and the tiny models that
 * they computed it with. It lies under {@code src/test/resources/reference}, or in the folder that
 * the system property {@value #FOLDER_PROPERTY} names.
 */
public final class Reference {

    /** Names another folder with reference data of the same layout. */
    public static final String FOLDER_PROPERTY = "diffusion.reference";

    private static final String ROOT = "/reference/";

    private static final String ENDING = ".safetensors";

    private final SafetensorsFile file;

    private Reference(SafetensorsFile file) {
        this.file = file;
    }

    /**
     * A file or folder of the reference data.
     *
     * @param relative such as {@code "models/tiny-sd1"}
     * @throws IllegalArgumentException if it is not there
     */
    public static Path path(String relative) {
        String folder = System.getProperty(FOLDER_PROPERTY);
        Path elsewhere = folder == null ? null : Path.of(folder, relative);
        return elsewhere != null && Files.exists(elsewhere) ? elsewhere : resource(relative);
    }

    private static Path resource(String relative) {
        URL url = Reference.class.getResource(ROOT + relative);
        if (url == null) {
            throw new IllegalArgumentException(
                    "no test resource " + ROOT + relative + "; copy it to src/test/resources");
        }
        try {
            Path path = Path.of(url.toURI());
            DrawnModel.complete(path);
            return path;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a file: " + url, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the reference data in use, another folder or the project's own, holds a file. */
    public static boolean has(String relative) {
        String folder = System.getProperty(FOLDER_PROPERTY);
        return folder == null
                ? Reference.class.getResource(ROOT + relative) != null
                : Files.exists(Path.of(folder, relative));
    }

    /**
     * A seed of the program that made the reference, which counts on by 1000 from set to set.
     *
     * @param k the seed in the first set
     */
    public static long seed(int k) {
        String made = "made-with.json";
        if (!has(made)) return k;
        JsonObject json = JsonParser.parseString(text(made)).getAsJsonObject();
        return 1000L * json.get("variant").getAsInt() + k;
    }

    /**
     * Opens a safetensors file of the reference data.
     *
     * @param relative such as {@code "cases/randn.safetensors"}
     */
    public static Reference open(String relative) {
        try {
            return new Reference(SafetensorsFile.open(path(relative)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Names of the safetensors files in a folder of the reference data, without their ending,
     * sorted.
     *
     * @param relative such as {@code "cases/pipelines"}
     */
    public static List<String> list(String relative) {
        try (Stream<Path> files = Files.list(path(relative))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file of the reference data. */
    public static String text(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The opened file itself. */
    public SafetensorsFile file() {
        return file;
    }

    /** Names of the tensors. */
    public Set<String> names() {
        return file.names();
    }

    /** A tensor as float32. */
    public Tensor read(String name) {
        try {
            return file.read(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
