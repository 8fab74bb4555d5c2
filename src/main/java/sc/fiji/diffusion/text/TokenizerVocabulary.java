// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a tokenizer knows: in one {@code tokenizer.json}, as transformers saves it since version 5,
 * or in {@code vocab.json} and {@code merges.txt}. Where there are both, the one file counts, as it
 * does in transformers.
 *
 * @param file the file of the ids, for messages
 * @param ids by token
 * @param merges by priority: two tokens with a space between
 * @param added the tokens with flags that the file lists, with their ids; empty for two files
 */
record TokenizerVocabulary(
        String file, JsonObject ids, List<String> merges, List<JsonObject> added) {

    static final String VOCAB = "vocab.json";
    static final String MERGES = "merges.txt";
    static final String WHOLE = "tokenizer.json";
    static final String MERGES_HEADER = "#version";

    private static final String ENDING = "end_of_word_suffix";

    /**
     * Reads the files.
     *
     * @throws IOException naming the one that is missing or malformed
     */
    static TokenizerVocabulary read(TokenizerFiles files) throws IOException {
        return files.has(WHOLE) ? whole(files) : two(files);
    }

    private static TokenizerVocabulary two(TokenizerFiles files) throws IOException {
        JsonObject ids = files.object(VOCAB);
        requireIds(files, VOCAB, ids);
        List<String> merges =
                files.lines(MERGES).stream()
                        .filter(line -> !line.isEmpty() && !line.startsWith(MERGES_HEADER))
                        .toList();
        return new TokenizerVocabulary(VOCAB, ids, merges, List.of());
    }

    /**
     * Normalisation and splitting are CLIP's whatever the file says, as transformers sees to for
     * the class of the tokenizer.
     */
    private static TokenizerVocabulary whole(TokenizerFiles files) throws IOException {
        JsonObject json = files.object(WHOLE);
        JsonObject model = object(files, "model", json.get("model"));
        requireText(files, model, "type", "BPE");
        requireText(files, model, ENDING, ClipTokenizerJson.END_OF_WORD);
        JsonObject ids = object(files, "model.vocab", model.get("vocab"));
        requireIds(files, WHOLE, ids);
        List<String> merges = new ArrayList<>();
        for (JsonElement merge : array(files, "model.merges", model.get("merges"))) {
            merges.add(merge(files, merge));
        }
        List<JsonObject> added = new ArrayList<>();
        JsonElement listed = json.get("added_tokens");
        if (listed != null && !listed.isJsonNull()) {
            for (JsonElement token : array(files, "added_tokens", listed)) {
                JsonObject flags = object(files, "added_tokens", token).deepCopy();
                flags.addProperty("id", files.id(WHOLE, "added tokens", flags.get("id")));
                added.add(flags);
            }
        }
        return new TokenizerVocabulary(WHOLE, ids, merges, added);
    }

    private static void requireIds(TokenizerFiles files, String name, JsonObject ids)
            throws IOException {
        for (Map.Entry<String, JsonElement> entry : ids.entrySet()) {
            String token = "the token \"" + TokenizerFiles.brief(entry.getKey()) + "\"";
            files.id(name, token, entry.getValue());
        }
    }

    private static void requireText(
            TokenizerFiles files, JsonObject model, String key, String expected)
            throws IOException {
        JsonElement found = model.get(key);
        if (found != null && found.isJsonPrimitive() && found.getAsString().equals(expected)) {
            return;
        }
        throw files.problem(
                WHOLE,
                String.format(
                        Locale.ROOT,
                        "\"model.%s\" is %s, but CLIP's is %s",
                        key,
                        TokenizerFiles.brief(found),
                        expected));
    }

    /** A pair of tokens, or both in one text as older versions have it. */
    private static String merge(TokenizerFiles files, JsonElement merge) throws IOException {
        List<String> tokens = new ArrayList<>();
        if (merge.isJsonPrimitive()) {
            tokens.addAll(List.of(merge.getAsString().split(" ", -1)));
        } else if (merge.isJsonArray()) {
            for (JsonElement token : merge.getAsJsonArray()) {
                if (token.isJsonPrimitive()) tokens.add(token.getAsString());
            }
        }
        boolean pair = tokens.size() == 2;
        if (pair && tokens.stream().noneMatch(token -> token.isEmpty() || token.contains(" "))) {
            return tokens.get(0) + " " + tokens.get(1);
        }
        throw files.problem(
                WHOLE,
                "expected pairs of tokens in \"model.merges\", found "
                        + TokenizerFiles.brief(merge));
    }

    private static JsonObject object(TokenizerFiles files, String key, JsonElement value)
            throws IOException {
        if (value != null && value.isJsonObject()) return value.getAsJsonObject();
        throw wrong(files, key, value, "an object");
    }

    private static JsonArray array(TokenizerFiles files, String key, JsonElement value)
            throws IOException {
        if (value != null && value.isJsonArray()) return value.getAsJsonArray();
        throw wrong(files, key, value, "a list");
    }

    private static IOException wrong(
            TokenizerFiles files, String key, JsonElement value, String expected) {
        String found = value == null ? "nothing" : TokenizerFiles.brief(value);
        return files.problem(WHOLE, "expected " + expected + " in \"" + key + "\", found " + found);
    }
}
