// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a tokenizer in the diffusers layout: its {@link TokenizerVocabulary}, {@code
 * tokenizer_config.json} and, where the config does not list the added tokens itself, {@code
 * special_tokens_map.json} and {@code added_tokens.json}.
 */
final class TokenizerFolder {

    static final String CONFIG = "tokenizer_config.json";
    static final String SPECIAL_TOKENS = "special_tokens_map.json";
    static final String ADDED = "added_tokens.json";

    /** The context length of CLIP, for a config that gives none. */
    private static final int CLIP_LENGTH = 77;

    private static final int MAX_LENGTH = 1 << 16;
    private static final String ADDED_TOKENS = "added_tokens_decoder";

    /** Special tokens without a role: their key, and the one before. */
    private static final List<String> MORE_SPECIAL =
            List.of("extra_special_tokens", "additional_special_tokens");

    private final TokenizerFiles files;
    private final TokenizerVocabulary known;
    private final JsonObject vocabulary;
    private final JsonObject config;
    private final JsonObject specialTokens;
    private final List<JsonObject> listedTokens;

    private TokenizerFolder(TokenizerFiles files) throws IOException {
        this.files = files;
        known = TokenizerVocabulary.read(files);
        vocabulary = known.ids().deepCopy();
        config = files.object(CONFIG);
        specialTokens = config.deepCopy();
        if (!config.has(ADDED_TOKENS) && files.has(SPECIAL_TOKENS)) {
            files.object(SPECIAL_TOKENS).asMap().forEach(specialTokens::add);
        }
        listedTokens = config.has(ADDED_TOKENS) ? tokensOfConfig() : tokensOfOtherFiles();
        for (JsonObject token : listedTokens) {
            vocabulary.add(token.get("content").getAsString(), token.get("id"));
        }
    }

    private TokenizerFolder(TokenizerVocabulary known, JsonObject config) {
        files = new TokenizerFiles(Path.of("CLIP's vocabulary"));
        this.known = known;
        vocabulary = known.ids();
        this.config = config;
        specialTokens = config;
        listedTokens = List.of();
    }

    /**
     * The files that every model of the Stable Diffusion family has, or a smaller vocabulary with
     * the first of the merges, made from those that this plugin brings.
     *
     * @param size tokens of the vocabulary
     * @param padding the token that fills up short texts
     */
    static TokenizerFolder clip(int size, String padding) throws IOException {
        List<String> merges = ClipVocabulary.merges(size);
        JsonObject config = new JsonObject();
        for (String role : List.of("bos_token", "eos_token", "unk_token")) {
            JsonObject token = new JsonObject();
            boolean start = role.equals("bos_token");
            token.addProperty("content", start ? BpeVocabulary.START : BpeVocabulary.END);
            config.add(role, token);
        }
        config.addProperty("pad_token", padding);
        JsonObject ids = ClipVocabulary.ids(merges);
        return new TokenizerFolder(
                new TokenizerVocabulary(TokenizerVocabulary.VOCAB, ids, merges, List.of()), config);
    }

    /**
     * Reads the files.
     *
     * @throws IOException naming the file that is missing or malformed
     */
    static TokenizerFolder read(Path folder) throws IOException {
        return new TokenizerFolder(new TokenizerFiles(folder));
    }

    /** Ids by token, added ones included. */
    JsonObject vocabulary() {
        return vocabulary;
    }

    /** The merges by priority: two tokens with a space between. */
    List<String> merges() {
        return known.merges();
    }

    /** The number of ids that the model takes, start and end included. */
    int maxLength() throws IOException {
        JsonElement length = config.get("model_max_length");
        if (length == null || length.isJsonNull()) return CLIP_LENGTH;
        if (!length.isJsonPrimitive() || !length.getAsJsonPrimitive().isNumber()) {
            throw files.problem(
                    CONFIG,
                    "model_max_length must be a number, found " + TokenizerFiles.brief(length));
        }
        double value = length.getAsDouble();
        // transformers writes 1e30 for "no limit", which no text encoder has.
        if (value > MAX_LENGTH) return CLIP_LENGTH;
        if (!(value >= 2)) {
            throw files.problem(CONFIG, "model_max_length must be 2 or more, found " + value);
        }
        return (int) value;
    }

    /** The token of a role such as {@code "pad_token"}, if the folder names one. */
    Optional<String> specialToken(String role) {
        return Optional.ofNullable(specialTokens.get(role)).flatMap(TokenizerFolder::text);
    }

    /** The text of a token that is given as such or with its flags. */
    private static Optional<String> text(JsonElement token) {
        JsonElement text = token.isJsonObject() ? token.getAsJsonObject().get("content") : token;
        return text != null && text.isJsonPrimitive()
                ? Optional.of(text.getAsString())
                : Optional.empty();
    }

    /**
     * The id of a token.
     *
     * @throws IOException if the vocabulary does not have it
     */
    int id(String token) throws IOException {
        JsonElement id = vocabulary.get(token);
        String what = "the token \"" + TokenizerFiles.brief(token) + "\"";
        if (id == null) {
            throw files.problem(known.file(), "expected an id for " + what + ", found none");
        }
        return files.id(known.file(), what, id);
    }

    /** The tokens in the config, by id. */
    private List<JsonObject> tokensOfConfig() throws IOException {
        List<JsonObject> tokens = new ArrayList<>();
        JsonElement listed = config.get(ADDED_TOKENS);
        if (listed.isJsonNull()) return tokens;
        if (!listed.isJsonObject()) {
            String found = TokenizerFiles.brief(listed);
            throw files.problem(CONFIG, ADDED_TOKENS + " must be an object, found " + found);
        }
        for (Map.Entry<String, JsonElement> entry : listed.getAsJsonObject().entrySet()) {
            JsonObject token = token(entry.getValue());
            JsonElement id = new JsonPrimitive(entry.getKey());
            token.addProperty("id", files.id(CONFIG, "added tokens", id));
            if (!token.has("special")) token.addProperty("special", false);
            tokens.add(token);
        }
        return tokens;
    }

    /**
     * Those of the file that older folders have for them, and those that stand beside the
     * vocabulary.
     */
    private List<JsonObject> tokensOfOtherFiles() throws IOException {
        Map<String, JsonObject> tokens = new LinkedHashMap<>();
        if (files.has(ADDED)) {
            for (JsonObject token : tokensOfOwnFile()) tokens.put(text(token).orElseThrow(), token);
        }
        for (JsonObject given : known.added()) {
            JsonObject token = token(given);
            if (!token.has("special")) token.addProperty("special", false);
            tokens.put(text(token).orElseThrow(), token);
        }
        return List.copyOf(tokens.values());
    }

    private List<JsonObject> tokensOfOwnFile() throws IOException {
        List<JsonObject> tokens = new ArrayList<>();
        List<String> special = specialTexts();
        for (Map.Entry<String, JsonElement> entry : files.object(ADDED).entrySet()) {
            JsonObject token = token(new JsonPrimitive(entry.getKey()));
            token.addProperty("id", files.id(ADDED, "added tokens", entry.getValue()));
            token.addProperty("special", special.contains(entry.getKey()));
            token.addProperty("normalized", !special.contains(entry.getKey()));
            tokens.add(token);
        }
        return tokens;
    }

    /** The tokens of all roles, and those that are special without one. */
    private List<String> specialTexts() {
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, JsonElement> entry : specialTokens.entrySet()) {
            if (entry.getKey().endsWith("_token")) text(entry.getValue()).ifPresent(texts::add);
        }
        for (String key : MORE_SPECIAL) {
            JsonElement more = specialTokens.get(key);
            if (more == null || !more.isJsonArray()) continue;
            for (JsonElement token : more.getAsJsonArray()) text(token).ifPresent(texts::add);
        }
        return texts;
    }

    /**
     * The tokens that are found in a text before anything else happens to it, each with the flags
     * that the tokenizers library takes ({@code content}, {@code special}, {@code normalized},
     * ...): those that the folder lists, then the special tokens of the roles.
     */
    List<JsonObject> addedTokens(List<String> roles) throws IOException {
        Map<String, JsonObject> tokens = new LinkedHashMap<>();
        for (JsonObject token : listedTokens) {
            tokens.put(token.get("content").getAsString(), token.deepCopy());
        }
        for (String role : roles) {
            JsonElement given = specialTokens.get(role);
            if (given == null || given.isJsonNull()) continue;
            JsonObject token = token(given);
            String content = token.get("content").getAsString();
            token.addProperty("id", id(content));
            tokens.putIfAbsent(content, token);
            tokens.get(content).addProperty("special", true);
        }
        return List.copyOf(tokens.values());
    }

    /** A token given as a bare text is not normalised, as in transformers. */
    private JsonObject token(JsonElement given) throws IOException {
        JsonObject token = new JsonObject();
        token.addProperty("single_word", false);
        token.addProperty("lstrip", false);
        token.addProperty("rstrip", false);
        token.addProperty("normalized", given.isJsonObject());
        if (given.isJsonObject()) given.getAsJsonObject().asMap().forEach(token::add);
        else token.add("content", given);
        if (!token.has("content") || !token.get("content").isJsonPrimitive()) {
            throw files.problem(
                    CONFIG, "an added token has no text: " + TokenizerFiles.brief(given));
        }
        token.remove("__type");
        return token;
    }
}
