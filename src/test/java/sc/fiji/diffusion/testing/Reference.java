// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.SafetensorsFile;

/**
 * The reference data under {@code src/test/resources/reference}: what torch, transformers and
 * diffusers computed, and the tiny models that they computed it with.
 */
public final class Reference {

    /** A folder with another set of the same kind, which goes before the one of the project. */
    private static final String FOLDER_PROPERTY = "diffusion.reference";

    private static final String ROOT = "/reference/";

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
        Path elsewhere = Path.of(System.getProperty(FOLDER_PROPERTY, ""), relative);
        if (System.getProperty(FOLDER_PROPERTY) != null && Files.exists(elsewhere)) {
            return elsewhere;
        }
        URL url = Reference.class.getResource(ROOT + relative);
        if (url == null) {
            throw new IllegalArgumentException(
                    "no test resource " + ROOT + relative + "; copy it to src/test/resources");
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a file: " + url, e);
        }
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
