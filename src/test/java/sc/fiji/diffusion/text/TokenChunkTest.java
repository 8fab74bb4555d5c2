// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.testing.Reference;

class TokenChunkTest {

    private static final int START = 49406;
    private static final int END = 49407;

    private static ClipTokenizer tokenizer;

    @BeforeAll
    static void open() throws IOException {
        tokenizer = ClipTokenizer.open(Reference.path("clip-tokenizer"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static List<TokenChunk> chunks(String prompt) {
        return tokenizer.chunks(Prompt.parse(prompt));
    }

    @Test
    void plainPromptThatFitsHasTheIdsOfTransformers() {
        String texts = Reference.open("cases/tokenizer.safetensors").file().metadata().get("texts");
        for (JsonElement element : JsonParser.parseString(texts).getAsJsonArray()) {
            String text = element.getAsString();
            List<TokenChunk> chunks = chunks(Prompt.escape(text));
            int expected = Math.max(1, (tokenizer.tokenCount(text) + 74) / 75);
            assertThat(chunks).as(text).hasSize(expected).allMatch(TokenChunk::plain);
            assertThat(chunks.get(0).ids()).as(text).isEqualTo(tokenizer.encode(text));
        }
    }

    @Test
    void longPromptGoesOnInChunksThatTogetherHaveAllTokens() {
        String text = "dense fluorescent nuclei, ".repeat(40);
        List<TokenChunk> chunks = chunks(text);
        assertThat(chunks).hasSize(3);
        int[] all = chunks.stream().flatMapToInt(TokenChunkTest::tokens).toArray();
        String whole = text;
        assertThat(all).hasSize(tokenizer.tokenCount(whole));
        assertThat(Arrays.copyOf(all, 75))
                .isEqualTo(Arrays.copyOfRange(tokenizer.encode(whole), 1, 76));
        for (TokenChunk chunk : chunks) {
            assertThat(chunk.ids()).hasSize(77).startsWith(START).endsWith(END);
        }
        String joined = String.join(" ", chunks.stream().map(TokenChunk::text).toList());
        assertThat(joined.replace(" ,", ",")).isEqualTo(text.strip());
    }

    /** All ids but start, end and padding, which is the end again. */
    private static IntStream tokens(TokenChunk chunk) {
        return Arrays.stream(chunk.ids()).filter(id -> id != START && id != END);
    }

    @Test
    void wordIsNotDividedUnlessItIsLongerThanAChunk() {
        String word = "antidisestablishmentarianism"; // several tokens
        int pieces = tokenizer.tokenCount(word);
        assertThat(pieces).isBetween(3, 20);
        List<TokenChunk> chunks = chunks("a ".repeat(75 - pieces + 1) + word);
        assertThat(chunks).hasSize(2);
        assertThat(tokens(chunks.get(0)).count()).isEqualTo(75 - pieces + 1);
        assertThat(chunks.get(1).text()).isEqualTo(word);

        List<TokenChunk> divided = chunks("a " + "é".repeat(100));
        assertThat(divided).hasSizeGreaterThan(1);
        assertThat(tokens(divided.get(0)).count()).isEqualTo(75);
    }

    @Test
    void weightsStandAtTheirTokens() {
        TokenChunk chunk = chunks("a (fluorescent:1.5) [cell]").get(0);
        assertThat(chunk.ids()).isEqualTo(tokenizer.encode("a fluorescent cell"));
        assertThat(Arrays.copyOf(chunk.weights(), 6)).containsExactly(1, 1, 1.5, 1 / 1.1, 1, 1);
        assertThat(chunk.plain()).isFalse();
        assertThat(chunk.text()).isEqualTo("a fluorescent cell");
    }

    @Test
    void breakBeginsAChunk() {
        List<TokenChunk> chunks = chunks("a cell BREAK (a dog) BREAK");
        assertThat(chunks).extracting(TokenChunk::text).containsExactly("a cell", "a dog");
        assertThat(chunks.get(0).ids()).isEqualTo(tokenizer.encode("a cell"));
        assertThat(chunks.get(1).ids()).isEqualTo(tokenizer.encode("a dog"));
    }

    @Test
    void wordsOfAChunkAreThoseOfTheTextBeyondTheBasicPlaneToo() {
        String text = "naïve 🔬🧫 (細胞核:1.2) Ⅷ";
        assertThat(chunks(text).get(0).text()).isEqualTo("naïve 🔬🧫 細胞核 Ⅷ");
    }
}
