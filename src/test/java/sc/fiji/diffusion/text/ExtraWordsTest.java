// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.testing.Reference;

class ExtraWordsTest {

    private static List<String> found(String word, String text) {
        return new ExtraWords(Map.of(word, new int[] {7}))
                .split(text).stream()
                        .filter(piece -> piece.ids().length > 0)
                        .map(ExtraWords.Piece::text)
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "\u03bctubules, a \u00b5tubules b, \u00b5tubules", // Greek letter and sign of keyboards
        "\u00b5m, \u039cM, \u039cM",
        "\u03c3\u03b1\u03c2, \u03a3\u0391\u03a3, \u03a3\u0391\u03a3", // final sigma
        "spore, \u017fPORE, \u017fPORE", // long s
        "k, \u212a, K", // the sign for kelvin, which is a K when composed
        "\u00e5, A\u030a, \u00c5",
        "caf\u00e9, CAFE\u0301, CAF\u00c9",
        "cafe\u0301, caf\u00e9, caf\u00e9",
        "\u0130stanbul, istanbul, istanbul",
        "stra\u00dfe, STRA\u1e9eE, STRA\u1e9eE",
        "\u01c6, \u01c5, \u01c5",
        "\ud801\udc28, x \ud801\udc00, \ud801\udc00", // letters beyond 16 bits
        "my cell, 'a MY \u00a0 Cell b', 'MY \u00a0 Cell'",
    })
    void wordsAreFoundHoweverTheyAreWritten(String word, String text, String expected) {
        assertThat(found(word, text)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "cafe, caf\u00e9",
        "x, x\u0304y", // an accent that is not composed belongs to its letter
        "x, 'ax x1 x_ \ud801\udc28x'",
        "\ud801\udc28, \ud801\udc28a",
        "\ufb01ber, fiber", // compatible letters are others for the tokenizer too
        "strasse, stra\u00dfe",
    })
    void otherWordsAreNot(String word, String text) {
        assertThat(found(word, text)).isEmpty();
    }

    @Test
    void piecesAreTheComposedText() {
        String text = "i\u0307 \u0130 e\u0301 \u00b5 MU \ud83d\ude00 \u1fbc end";
        StringBuilder whole = new StringBuilder();
        Map<String, int[]> words = Map.of("mu", new int[] {7}, "\u1fb3", new int[] {8});
        List<ExtraWords.Piece> pieces = new ExtraWords(words).split(text);
        for (ExtraWords.Piece piece : pieces) whole.append(piece.text());
        assertThat(whole.toString()).isEqualTo(Folding.compose(text));
        assertThat(pieces).filteredOn(p -> p.ids().length > 0).hasSize(2);
    }

    @Test
    void foldingKeepsTheLengthOfEveryCharacter() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) continue;
            String composed = Folding.compose(Character.toString(c));
            if (Folding.fold(composed).length() != composed.length()) {
                assertThat(Folding.fold(composed)).as("U+%04x".formatted(c)).isEqualTo(composed);
            }
        }
    }

    @Test
    void everyLetterCanStandInAPromptBesideAWord() throws IOException {
        try (ClipTokenizer tokenizer =
                ClipTokenizer.open(Reference.path("models/tiny-sd1/tokenizer"))
                        .with(Map.of("\u03bc", new int[] {1000}))) {
            for (int block = 0; block < 0x3000; block += 64) {
                StringBuilder text = new StringBuilder("a \u00b5 ");
                for (int c = block; c < block + 64; c++) text.appendCodePoint(c).append(' ');
                int[] ids =
                        tokenizer.chunks(Prompt.parse(Prompt.escape(text.toString()))).get(0).ids();
                assertThat(ids[2]).isEqualTo(1000);
            }
        }
    }
}
