// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.diffusion.text.BpeTraining.Merge;

/**
 * Makes the vocabulary of a small text encoder: a tokenizer folder in CLIP's layout in which every
 * word of a corpus is one token. Words are what CLIP's rules make of a text: lower case, without
 * white space, each digit and each run of punctuation for itself. Any other text can be encoded
 * too, in the worst case byte by byte.
 *
 * <p>The ids are those of CLIP's layout: 256 symbols for bytes, the same at the end of a word, what
 * the merges make, start, end.
 */
public final class BpeVocabulary {

    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private BpeVocabulary() {}

    /**
     * Writes {@code vocab.json}, {@code merges.txt}, {@code tokenizer_config.json} and {@code
     * special_tokens_map.json}. The same words in the same numbers give the same files.
     *
     * @param folder where to; made if it does not exist
     * @param corpus captions or words; how often a word occurs in them decides on its place only
     * @param maxLength the number of ids of an encoded text, start and end included, at least 3
     * @throws IOException if the files cannot be written
     */
    public static void write(Path folder, Collection<String> corpus, int maxLength)
            throws IOException {
        if (maxLength < 3) {
            throw new IllegalArgumentException(
                    "maxLength must be 3 or more, for start, a token and end; was " + maxLength);
        }
        Files.createDirectories(folder);
        writeSettings(folder, maxLength);
        writeMerges(folder, List.of());
        writeMerges(folder, BpeTraining.merges(words(folder, corpus)));
    }

    /** Without merges, the tokenizer itself shows the words of a text and their bytes' symbols. */
    private static Map<List<String>, Integer> words(Path folder, Collection<String> corpus)
            throws IOException {
        Map<String, Integer> chunks = new TreeMap<>();
        for (String text : corpus) {
            for (String chunk : text.split("\\s+")) chunks.merge(chunk, 1, Integer::sum);
        }
        Map<List<String>, Integer> words = new LinkedHashMap<>();
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            chunks.forEach(
                    (chunk, count) -> {
                        for (List<String> word : split(tokenizer.tokens(chunk))) {
                            words.merge(word, count, Integer::sum);
                        }
                    });
        }
        return words;
    }

    private static List<List<String>> split(List<String> symbols) {
        List<List<String>> words = new ArrayList<>();
        List<String> word = new ArrayList<>();
        for (String symbol : symbols) {
            if (symbol.equals(START) || symbol.equals(END)) continue;
            word.add(symbol);
            if (symbol.endsWith(ClipTokenizerJson.END_OF_WORD)) {
                words.add(List.copyOf(word));
                word.clear();
            }
        }
        return words;
    }

    private static void writeMerges(Path folder, List<Merge> merges) throws IOException {
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<String> bytes = byteSymbols();
        for (String symbol : bytes) ids.put(symbol, ids.size());
        for (String symbol : bytes) ids.put(symbol + ClipTokenizerJson.END_OF_WORD, ids.size());
        List<String> lines = new ArrayList<>(List.of(TokenizerVocabulary.MERGES_HEADER + ": 0.2"));
        for (Merge merge : merges) {
            lines.add(merge.left() + " " + merge.right());
            ids.putIfAbsent(merge.merged(), ids.size());
        }
        ids.put(START, ids.size());
        ids.put(END, ids.size());
        writeJson(folder.resolve(TokenizerVocabulary.VOCAB), ids);
        Files.writeString(
                folder.resolve(TokenizerVocabulary.MERGES), String.join("\n", lines) + "\n");
    }

    /**
     * The 256 symbols that stand for bytes: printable Latin-1 characters for themselves, then the
     * characters from U+0100 for the other 68 bytes, none of which can stand in a text file as it
     * is.
     */
    static List<String> byteSymbols() {
        List<String> symbols = new ArrayList<>();
        addSymbols(symbols, '!', '~');
        addSymbols(symbols, '\u00a1', '\u00ac');
        addSymbols(symbols, '\u00ae', '\u00ff');
        addSymbols(symbols, '\u0100', '\u0143');
        return symbols;
    }

    private static void addSymbols(List<String> symbols, char first, char last) {
        for (char c = first; c <= last; c++) symbols.add(String.valueOf(c));
    }

    private static void writeSettings(Path folder, int maxLength) throws IOException {
        Map<String, Object> special = new LinkedHashMap<>();
        special.put("bos_token", token(START));
        special.put("eos_token", token(END));
        special.put("unk_token", token(END));
        special.put("pad_token", END);
        writeJson(folder.resolve(TokenizerFolder.SPECIAL_TOKENS), special);

        Map<String, Object> config = new LinkedHashMap<>(special);
        config.put("add_prefix_space", false);
        config.put("errors", "replace");
        config.put("model_max_length", maxLength);
        config.put("tokenizer_class", "CLIPTokenizer");
        writeJson(folder.resolve(TokenizerFolder.CONFIG), config);
    }

    private static Map<String, Object> token(String content) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("content", content);
        token.put("lstrip", false);
        token.put("normalized", true);
        token.put("rstrip", false);
        token.put("single_word", false);
        return token;
    }

    private static void writeJson(Path file, Map<String, ?> json) throws IOException {
        Files.writeString(file, JSON.toJson(json) + "\n");
    }
}
