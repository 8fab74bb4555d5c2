// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.diffusion.json.ModelText;

/**
 * The files of a tokenizer in the diffusers layout: {@code vocab.json}, {@code merges.txt}, {@code
 * tokenizer_config.json} and, where the config does not list the added tokens itself, {@code
 * special_tokens_map.json}.
 */
final class TokenizerFolder {

    static final String VOCAB = "vocab.json";
    static final String MERGES = "merges.txt";
    static final String CONFIG = "tokenizer_config.json";
    static final String SPECIAL_TOKENS = "special_tokens_map.json";
    static final String MERGES_HEADER = "#version";

    /** The context length of CLIP, for a config that gives none. */
    private static final int CLIP_LENGTH = 77;

    private static final int MAX_LENGTH = 1 << 16;
    private static final String ADDED_TOKENS = "added_tokens_decoder";

    private final Path folder;
    private final JsonObject vocabulary;
    private final List<String> merges;
    private final JsonObject config;
    private final JsonObject specialTokens;

    private TokenizerFolder(Path folder) throws IOException {
        this.folder = folder;
        vocabulary = object(VOCAB);
        merges = ModelText.read(existing(MERGES)).lines().toList();
        config = object(CONFIG);
        specialTokens = config.deepCopy();
        if (!config.has(ADDED_TOKENS) && Files.exists(folder.resolve(SPECIAL_TOKENS))) {
            object(SPECIAL_TOKENS).asMap().forEach(specialTokens::add);
        }
    }

    private TokenizerFolder(JsonObject vocabulary, List<String> merges, JsonObject config) {
        folder = Path.of("CLIP's vocabulary");
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.config = config;
        specialTokens = config;
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
        return new TokenizerFolder(ClipVocabulary.ids(merges), merges, config);
    }

    /**
     * Reads the files.
     *
     * @throws IOException naming the file that is missing or malformed
     */
    static TokenizerFolder read(Path folder) throws IOException {
        return new TokenizerFolder(folder);
    }

    /** Ids by token. */
    JsonObject vocabulary() {
        return vocabulary;
    }

    /** The merges by priority: two tokens with a space between. */
    List<String> merges() {
        return merges.stream()
                .filter(line -> !line.isBlank() && !line.startsWith(MERGES_HEADER))
                .toList();
    }

    /** The number of ids that the model takes, start and end included. */
    int maxLength() throws IOException {
        JsonElement length = config.get("model_max_length");
        if (length == null || length.isJsonNull()) return CLIP_LENGTH;
        if (!length.isJsonPrimitive() || !length.getAsJsonPrimitive().isNumber()) {
            throw problem(CONFIG, "model_max_length must be a number, found " + length);
        }
        double value = length.getAsDouble();
        // transformers writes 1e30 for "no limit", which no text encoder has.
        if (value > MAX_LENGTH) return CLIP_LENGTH;
        if (value < 2) throw problem(CONFIG, "model_max_length must be 2 or more, found " + value);
        return (int) value;
    }

    /** The token of a role such as {@code "pad_token"}, if the folder names one. */
    Optional<String> specialToken(String role) {
        JsonElement value = specialTokens.get(role);
        if (value == null) return Optional.empty();
        if (value.isJsonObject()) value = value.getAsJsonObject().get("content");
        return value != null && value.isJsonPrimitive()
                ? Optional.of(value.getAsString())
                : Optional.empty();
    }

    /**
     * The id of a token.
     *
     * @throws IOException if the vocabulary does not have it
     */
    int id(String token) throws IOException {
        JsonElement id = vocabulary.get(token);
        if (id == null || !id.isJsonPrimitive() || !id.getAsJsonPrimitive().isNumber()) {
            throw problem(VOCAB, "expected an id for the token \"" + token + "\", found " + id);
        }
        return id.getAsInt();
    }

    /**
     * The tokens that are found in a text before anything else happens to it, each with the flags
     * that the tokenizers library takes ({@code content}, {@code special}, {@code normalized},
     * ...): those that the config lists, then the special tokens of the roles.
     */
    List<JsonObject> addedTokens(List<String> roles) throws IOException {
        Map<String, JsonObject> tokens = new LinkedHashMap<>();
        JsonElement listed = config.get(ADDED_TOKENS);
        if (listed != null && listed.isJsonObject()) {
            for (JsonElement token : listed.getAsJsonObject().asMap().values()) {
                addToken(tokens, token);
            }
        }
        for (String role : roles) {
            JsonElement token = specialTokens.get(role);
            if (token != null && !token.isJsonNull()) addToken(tokens, token);
        }
        return List.copyOf(tokens.values());
    }

    /** A token given as a bare text is special and not normalised, as in transformers. */
    private void addToken(Map<String, JsonObject> tokens, JsonElement given) throws IOException {
        JsonObject token = new JsonObject();
        token.addProperty("single_word", false);
        token.addProperty("lstrip", false);
        token.addProperty("rstrip", false);
        token.addProperty("normalized", given.isJsonObject());
        if (given.isJsonObject()) given.getAsJsonObject().asMap().forEach(token::add);
        else token.add("content", given);
        token.addProperty("special", true);
        if (!token.has("content") || !token.get("content").isJsonPrimitive()) {
            throw problem(CONFIG, "a special token has no text: " + given);
        }
        String content = token.get("content").getAsString();
        token.addProperty("id", id(content));
        token.remove("__type");
        tokens.putIfAbsent(content, token);
    }

    private JsonObject object(String name) throws IOException {
        Path file = existing(name);
        try {
            JsonElement json = ModelText.parse(ModelText.read(file));
            if (json.isJsonObject()) return json.getAsJsonObject();
        } catch (JsonParseException e) {
            throw new IOException(file + ": not valid JSON; get the tokenizer again", e);
        }
        throw problem(name, "expected a JSON object");
    }

    private Path existing(String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) return file;
        throw new IOException(
                "no " + name + " in the tokenizer folder " + folder + "; get the model again");
    }

    private IOException problem(String name, String problem) {
        return new IOException(folder.resolve(name) + ": " + problem + "; get the tokenizer again");
    }
}
