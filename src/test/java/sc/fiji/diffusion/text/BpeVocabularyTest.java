// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.testing.Reference;

class BpeVocabularyTest {

    private static final List<String> CAPTIONS =
            List.of(
                    "fluorescent nuclei, dense, low contrast",
                    "Fluorescent nuclei and  filaments, sparse; strong noise",
                    "the cell's membranes (out of focus)",
                    "mitochondria, mitochondrial network",
                    "tissue-like texture, H&E <stain>",
                    "5 µm rods ... Zellkörper, 細胞核",
                    "banana bandana ananas nana anna",
                    "a caption with <|endoftext|> in it");

    @TempDir private Path folder;

    @Test
    void everyWordOfTheCorpusIsOneToken() throws IOException {
        BpeVocabulary.write(folder, CAPTIONS, 32);

        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            assertThat(tokenizer.tokens("Fluorescent nuclei, dense"))
                    .containsExactly("fluorescent</w>", "nuclei</w>", ",</w>", "dense</w>");
            assertThat(tokenizer.tokenCount("the cell's membranes (out of focus)")).isEqualTo(9);
            for (String caption : CAPTIONS) {
                for (String token : tokenizer.tokens(caption)) {
                    assertThat(token).as(caption).matches(".*</w>|<\\|endoftext\\|>");
                }
            }
        }
    }

    @Test
    void everyWordOfRandomCorporaIsOneToken() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            List<String> words = randomWords(new Random(seed));
            BpeVocabulary.write(folder, words, 8);

            try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
                for (String word : words) {
                    assertThat(tokenizer.tokens(word))
                            .as("seed %d", seed)
                            .containsExactly(word + "</w>");
                }
            }
        }
    }

    @Test
    void unseenTextIsEncodedFromSmallerPiecesOfTheVocabulary() throws IOException {
        BpeVocabulary.write(folder, CAPTIONS, 77);
        int size = vocabulary().size();

        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            String unseen = "Xenopus ooplasm 🔬 ñ 12% nucleus";
            assertThat(tokenizer.tokenCount(unseen)).isGreaterThan(7);
            assertThat(tokenizer.tokens(unseen)).doesNotContain("<|endoftext|>");
            for (int id : tokenizer.encode(unseen)) assertThat(id).isBetween(0, size - 1);
        }
    }

    @Test
    void idsHaveTheLayoutOfClip() throws IOException {
        BpeVocabulary.write(folder, CAPTIONS, 16);

        JsonObject vocabulary = vocabulary();
        JsonObject clip =
                JsonParser.parseString(
                                Files.readString(Reference.path("clip-tokenizer/vocab.json")))
                        .getAsJsonObject();
        int size = vocabulary.size();
        for (String token : clip.keySet()) {
            int id = clip.get(token).getAsInt();
            if (id < 512) assertThat(vocabulary.get(token).getAsInt()).as(token).isEqualTo(id);
        }
        assertThat(vocabulary.get("<|startoftext|>").getAsInt()).isEqualTo(size - 2);
        assertThat(vocabulary.get("<|endoftext|>").getAsInt()).isEqualTo(size - 1);
        assertThat(vocabulary.asMap().values().stream().map(id -> id.getAsInt()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id < size);
    }

    @Test
    void lengthAndSpecialTokensAreThoseOfTheFolder() throws IOException {
        BpeVocabulary.write(folder, CAPTIONS, 6);
        int end = vocabulary().get("<|endoftext|>").getAsInt();

        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            int[] ids = tokenizer.encode("nuclei");
            assertThat(ids).hasSize(6).startsWith(end - 1).endsWith(end, end, end, end);
            assertThat(tokenizer.encode("nuclei rods nuclei rods nuclei rods"))
                    .hasSize(6)
                    .endsWith(end)
                    .containsOnlyOnce(end);
        }
    }

    @Test
    void orderOfTheCorpusDoesNotChangeTheFiles() throws IOException {
        Path other = folder.resolve("other");
        List<String> shuffled = new ArrayList<>(CAPTIONS);
        Collections.shuffle(shuffled, new Random(1));

        BpeVocabulary.write(folder, CAPTIONS, 77);
        BpeVocabulary.write(other, shuffled, 77);

        for (String name : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
            assertThat(folder.resolve(name)).hasSameBinaryContentAs(other.resolve(name));
        }
    }

    @Test
    void emptyCorpusGivesAVocabularyOfBytes() throws IOException {
        BpeVocabulary.write(folder, List.of(), 77);

        assertThat(vocabulary().size()).isEqualTo(514);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            assertThat(tokenizer.tokens("cell")).containsExactly("c", "e", "l", "l</w>");
        }
    }

    @Test
    void lengthWithoutRoomForATokenIsRefused() {
        assertThatThrownBy(() -> BpeVocabulary.write(folder, CAPTIONS, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxLength must be 3 or more")
                .hasMessageContaining("was 2");
    }

    private JsonObject vocabulary() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("vocab.json")))
                .getAsJsonObject();
    }

    /** Words of few letters, which share many pieces. */
    private static List<String> randomWords(Random random) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            StringBuilder word = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int j = 0; j < length; j++) word.append((char) ('a' + random.nextInt(3)));
            words.add(word.toString());
        }
        return words;
    }
}
