// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.diffusion.engine.DjlLog;
import sc.fiji.diffusion.text.Chunking.Token;

/**
 * CLIP's tokenizer: the ids that the text encoders of the Stable Diffusion family take, equal to
 * those of transformers' fast tokenizer.
 *
 * <pre>{@code
 * try (ClipTokenizer tokenizer = ClipTokenizer.open(model.resolve("tokenizer"))) {
 *     int[] ids = tokenizer.encode("fluorescent nuclei, dense"); // 77 of them
 * }
 * }</pre>
 *
 * <p>Immutable and usable from any thread until closed.
 */
public final class ClipTokenizer implements AutoCloseable {

    private static final String START = "bos_token";
    private static final String END = "eos_token";
    private static final String UNKNOWN = "unk_token";
    private static final String PADDING = "pad_token";

    private final HuggingFaceTokenizer encoder;
    private ExtraWords extraWords = new ExtraWords(Map.of());
    private final int maxLength;
    private final int start;
    private final int end;
    private final int padding;

    private ClipTokenizer(TokenizerFolder folder) throws IOException {
        String endToken = folder.specialToken(END).orElse("<|endoftext|>");
        maxLength = folder.maxLength();
        start = folder.id(folder.specialToken(START).orElse("<|startoftext|>"));
        end = folder.id(endToken);
        padding = folder.id(folder.specialToken(PADDING).orElse(endToken));
        String unknown = folder.specialToken(UNKNOWN).orElse(endToken);
        List<JsonObject> added = folder.addedTokens(List.of(START, END, UNKNOWN, PADDING));
        encoder = load(ClipTokenizerJson.of(folder, unknown, added));
    }

    /**
     * Opens a tokenizer folder of the diffusers layout.
     *
     * @throws IOException naming the file that is missing or malformed, or if the library cannot
     *     load it
     */
    public static ClipTokenizer open(Path folder) throws IOException {
        try {
            return new ClipTokenizer(TokenizerFolder.read(folder));
        } catch (RuntimeException e) {
            String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            String message =
                    "%s: the tokenizers library refused it (%s); get the tokenizer again, or see"
                            + " whether the library has native code for %s";
            throw new IOException(
                    String.format(Locale.ROOT, message, folder, e.getMessage(), platform), e);
        }
    }

    /**
     * The tokenizer of a text encoder that comes without one, as in checkpoints of a single file.
     *
     * @param vocabulary tokens of the text encoder: 49408, or fewer in models for tests
     * @param padding the token that fills up short texts: {@code <|endoftext|>}, or {@code !} for
     *     OpenCLIP
     * @throws IllegalArgumentException if there is no such vocabulary
     */
    public static ClipTokenizer clip(int vocabulary, String padding) throws IOException {
        return new ClipTokenizer(TokenizerFolder.clip(vocabulary, padding));
    }

    /**
     * The library is told to stay offline and silent, and to look for its native code where this
     * class came from.
     */
    private static HuggingFaceTokenizer load(String json) throws IOException {
        System.setProperty("OPT_OUT_TRACKING", "true");
        DjlLog.warningsOnly();
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
        Map<String, String> options = Map.of("truncation", "false", "padding", "false");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClipTokenizer.class.getClassLoader());
        try (InputStream in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
            return HuggingFaceTokenizer.newInstance(in, options);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Adds words that stand for ids of their own, one or several; they are found as whole words,
     * whatever their case.
     *
     * @return this
     */
    public ClipTokenizer with(Map<String, int[]> words) {
        extraWords = new ExtraWords(words);
        return this;
    }

    /** The extra words that stand in none of some prompts. */
    public List<String> wordsNotIn(List<Prompt> prompts) {
        List<String> absent = new ArrayList<>(extraWords.words());
        prompts.stream()
                .flatMap(prompt -> prompt.sections().stream().flatMap(List::stream))
                .forEach(part -> absent.removeAll(extraWords.wordsIn(valid(part.text()))));
        return absent;
    }

    /** The number of ids of every encoded text, start and end included. */
    public int maxLength() {
        return maxLength;
    }

    /**
     * Encodes a text: start, its ids as far as they fit, end, padding.
     *
     * @return {@link #maxLength()} ids
     */
    public int[] encode(String text) {
        return frame(split(new Prompt.Part(text, 1)).stream().mapToInt(Token::id).toArray());
    }

    private int[] frame(int[] ids) {
        int kept = Math.min(ids.length, maxLength - 2);
        int[] result = new int[maxLength];
        Arrays.fill(result, padding);
        result[0] = start;
        System.arraycopy(ids, 0, result, 1, kept);
        result[1 + kept] = end;
        return result;
    }

    /**
     * Encodes a prompt of any length.
     *
     * @return at least one chunk of {@link #maxLength()} ids for each section; a prompt of one
     *     section that fits into one chunk has the ids of {@link #encode}
     */
    public List<TokenChunk> chunks(Prompt prompt) {
        List<TokenChunk> chunks = new ArrayList<>();
        for (List<Prompt.Part> section : prompt.sections()) {
            List<Token> tokens = section.stream().flatMap(part -> split(part).stream()).toList();
            Chunking.of(tokens, Math.max(1, maxLength - 2)).stream()
                    .map(this::chunk)
                    .forEach(chunks::add);
        }
        return chunks;
    }

    private TokenChunk chunk(List<Token> tokens) {
        double[] weights = new double[maxLength];
        Arrays.fill(weights, 1);
        for (int i = 0; i < tokens.size(); i++) weights[1 + i] = tokens.get(i).weight();
        String text = tokens.stream().map(Token::text).collect(Collectors.joining());
        return new TokenChunk(
                frame(tokens.stream().mapToInt(Token::id).toArray()), weights, text.strip());
    }

    private List<Token> split(Prompt.Part part) {
        List<Token> tokens = new ArrayList<>();
        for (ExtraWords.Piece piece : extraWords.split(valid(part.text()))) {
            tokens.addAll(
                    piece.ids().length > 0
                            ? extra(piece, part.applied())
                            : split(piece.text(), part.applied()));
        }
        return tokens;
    }

    private static List<Token> extra(ExtraWords.Piece piece, double weight) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < piece.ids().length; i++) {
            boolean last = i == piece.ids().length - 1;
            tokens.add(new Token(piece.ids()[i], weight, i == 0 ? piece.text() : "", last));
        }
        return tokens;
    }

    private List<Token> split(String text, double weight) {
        Encoding encoding = raw(text);
        List<Token> tokens = new ArrayList<>();
        int count = encoding.getIds().length;
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = i == count - 1 ? text.length() : end(encoding, i, text);
            String symbol = encoding.getTokens()[i];
            boolean endsWord = symbol.endsWith(ClipTokenizerJson.END_OF_WORD);
            int id = (int) encoding.getIds()[i];
            String covered = text.substring(from, Math.max(from, to));
            tokens.add(new Token(id, weight, covered, endsWord));
            from = Math.max(from, to);
        }
        return tokens;
    }

    /**
     * The tokens of a text without start, end and truncation, as the vocabulary spells them: beyond
     * {@code maxLength() - 2} of them, {@link #encode} cuts the text.
     */
    public List<String> tokens(String text) {
        return List.of(raw(valid(text)).getTokens());
    }

    /** The number of tokens of a text without start, end and truncation. */
    public int tokenCount(String text) {
        return raw(valid(text)).getIds().length;
    }

    /** Where a token ends; the library counts characters, a string its halves of characters. */
    private static int end(Encoding encoding, int token, String text) {
        return text.offsetByCodePoints(0, encoding.getCharTokenSpans()[token].getEnd());
    }

    private Encoding raw(String valid) {
        return encoder.encode(valid, false, false);
    }

    /** Unpaired surrogates, which are no text, become question marks. */
    private static String valid(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Frees the native vocabulary. */
    @Override
    public void close() {
        encoder.close();
    }
}
