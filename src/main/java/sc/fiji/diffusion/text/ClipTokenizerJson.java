// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;

/**
 * The rules of CLIP's tokenizer (Radford et al. 2021) in the JSON of the tokenizers library: NFC,
 * white space collapsed, lower case; split into contractions, words, single digits and runs of
 * other characters; bytes as symbols; byte-pair encoding that marks the end of a word by {@value
 * #END_OF_WORD}.
 */
final class ClipTokenizerJson {

    static final String END_OF_WORD = "</w>";

    private static final String NORMALIZER =
            """
            {"type": "Sequence", "normalizers": [
              {"type": "NFC"},
              {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
              {"type": "Lowercase"}]}
            """;

    private static final String PRE_TOKENIZER =
            """
            {"type": "Sequence", "pretokenizers": [
              {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
                "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
              {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true}]}
            """;

    private ClipTokenizerJson() {}

    /**
     * The text that the library loads. It has no post-processor: start, end and padding are added
     * by {@link ClipTokenizer}.
     *
     * @param unknown the token of what the vocabulary lacks
     * @param added tokens that are found before anything else
     */
    static String of(TokenizerFolder folder, String unknown, List<JsonObject> added)
            throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        JsonArray addedTokens = new JsonArray();
        added.forEach(addedTokens::add);
        json.add("added_tokens", addedTokens);
        json.add("normalizer", JsonParser.parseString(NORMALIZER));
        json.add("pre_tokenizer", JsonParser.parseString(PRE_TOKENIZER));
        json.add("model", model(folder, unknown));
        return json.toString();
    }

    private static JsonElement model(TokenizerFolder folder, String unknown) {
        JsonObject model = new JsonObject();
        model.addProperty("type", "BPE");
        model.addProperty("unk_token", unknown);
        model.addProperty("continuing_subword_prefix", "");
        model.addProperty("end_of_word_suffix", END_OF_WORD);
        model.addProperty("fuse_unk", false);
        model.add("vocab", folder.vocabulary());
        JsonArray merges = new JsonArray();
        folder.merges().forEach(merges::add);
        model.add("merges", merges);
        return model;
    }
}
