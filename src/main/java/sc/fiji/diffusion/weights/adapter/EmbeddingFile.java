// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * A file of textual inversion (Gal et al. 2022): one or more vectors for a word of prompts. In the
 * layout of diffusers the tensor's name is the word; in those of the web UI and of SDXL ({@code
 * emb_params}; {@code clip_l} and {@code clip_g}) the file's name is.
 */
public final class EmbeddingFile {

    private static final String ENDING = ".safetensors";

    /** The names of the vectors for each text encoder. */
    private static final Map<String, List<String>> NAMES =
            Map.of(
                    "text_encoder", List.of("emb_params", "clip_l", "text_encoders_0"),
                    "text_encoder_2", List.of("clip_g", "text_encoders_1"));

    private final SafetensorsFile file;
    private final String word;

    private EmbeddingFile(SafetensorsFile file) throws WeightsException {
        this.file = file;
        boolean named =
                NAMES.values().stream().flatMap(List::stream).anyMatch(file.names()::contains);
        if (!named && file.names().size() != 1) {
            throw new WeightsException(
                    file.path(),
                    "is no textual-inversion embedding: expected emb_params, clip_l with clip_g, or"
                            + " one tensor named as its word, found "
                            + file.names().size()
                            + " tensors");
        }
        word = named ? stem(file.path()) : file.names().iterator().next();
        if (word.isBlank()) throw new WeightsException(file.path(), "has no word for its vectors");
    }

    /**
     * Opens an embedding.
     *
     * @throws WeightsException if it is damaged or no embedding
     * @throws IOException if it cannot be read
     */
    public static EmbeddingFile open(Path path) throws IOException {
        return new EmbeddingFile(SafetensorsFile.open(path));
    }

    private static String stem(Path path) {
        String name = path.getFileName().toString();
        boolean ending = name.toLowerCase(Locale.ROOT).endsWith(ENDING);
        return ending ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** What stands in a prompt for its vectors. */
    public String word() {
        return word;
    }

    /**
     * The vectors for a text encoder, {@code [K, D]}.
     *
     * @param part {@code text_encoder} or {@code text_encoder_2}
     * @param width channels D of the text encoder
     * @throws WeightsException if it was trained for another one
     */
    public Tensor vectors(String part, int width) throws WeightsException {
        Tensor vectors = file.read(tensorName(part));
        Tensor rows = vectors.rank() == 1 ? Tensor.of(vectors.data(), 1, vectors.dim(0)) : vectors;
        if (rows.rank() == 2 && rows.dim(1) == width && rows.dim(0) > 0) return rows;
        throw new WeightsException(
                file.path(),
                "has vectors of the shape "
                        + Arrays.toString(vectors.shape())
                        + " for the "
                        + part
                        + ", which takes vectors of "
                        + width
                        + "; use an embedding that was trained for a model of this family");
    }

    private String tensorName(String part) throws WeightsException {
        for (String name : NAMES.get(part)) {
            if (file.names().contains(name)) return name;
        }
        boolean only = file.names().size() == 1 && file.names().contains(word);
        if (only && part.equals("text_encoder")) return word;
        throw new WeightsException(
                file.path(),
                "holds no vectors for the "
                        + part
                        + "; use an embedding that was trained for a model of this family");
    }
}
