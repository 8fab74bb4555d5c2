// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The vocabulary of CLIP (Radford et al. 2021; MIT licence): 256 bytes, the same at the end of a
 * word, the results of its merges, and the tokens of start and end. Checkpoints in one file rely on
 * everybody having it.
 */
final class ClipVocabulary {

    private static final String RESOURCE = "clip-merges.txt.gz";
    private static final int BYTES = 512;
    private static final int SPECIAL = 2;

    private ClipVocabulary() {}

    /**
     * The merges of a vocabulary, by priority.
     *
     * @param size its tokens, 49408 for all
     * @throws IllegalArgumentException if it is less than 514 or more than all
     */
    static List<String> merges(int size) throws IOException {
        List<String> all = read();
        int count = size - BYTES - SPECIAL;
        if (count < 0 || count > all.size()) {
            throw new IllegalArgumentException(
                    "CLIP has vocabularies of "
                            + (BYTES + SPECIAL)
                            + " to "
                            + (BYTES + SPECIAL + all.size())
                            + " tokens, but the text encoder has "
                            + size);
        }
        return all.subList(0, count);
    }

    private static List<String> read() throws IOException {
        try (InputStream in = ClipVocabulary.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new FileNotFoundException("no resource " + RESOURCE);
            return new BufferedReader(
                            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        }
    }

    /** The ids by token. */
    static JsonObject ids(List<String> merges) {
        JsonObject ids = new JsonObject();
        List<String> bytes = BpeVocabulary.byteSymbols();
        for (String symbol : bytes) add(ids, symbol);
        for (String symbol : bytes) add(ids, symbol + ClipTokenizerJson.END_OF_WORD);
        for (String merge : merges) add(ids, merge.replace(" ", ""));
        add(ids, BpeVocabulary.START);
        add(ids, BpeVocabulary.END);
        return ids;
    }

    private static void add(JsonObject ids, String token) {
        ids.addProperty(token, ids.size());
    }
}
