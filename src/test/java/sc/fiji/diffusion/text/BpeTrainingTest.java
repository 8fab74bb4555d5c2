// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.text.BpeTraining.Merge;

class BpeTrainingTest {

    @Test
    void mostFrequentPairComesFirst() {
        Map<List<String>, Integer> words =
                Map.of(List.of("a", "b", "c"), 2, List.of("x", "b", "c"), 3);

        assertThat(BpeTraining.merges(words))
                .containsExactly(new Merge("b", "c"), new Merge("x", "bc"), new Merge("a", "bc"));
    }

    @Test
    void tiesGoByAlphabet() {
        assertThat(BpeTraining.merges(Map.of(List.of("c", "d"), 1, List.of("a", "z"), 1)))
                .containsExactly(new Merge("a", "z"), new Merge("c", "d"));
    }

    @Test
    void wordsOfOneSymbolNeedNoMerge() {
        assertThat(BpeTraining.merges(Map.of(List.of("a"), 5))).isEmpty();
        assertThat(BpeTraining.merges(Map.of())).isEmpty();
    }

    @Test
    void noMergeComesTwiceAndEachUsesWhatOthersMade() {
        for (int seed = 0; seed < 50; seed++) {
            List<Merge> merges = BpeTraining.merges(randomWords(new Random(seed)));

            assertThat(merges).as("seed %d", seed).doesNotHaveDuplicates();
            List<String> symbols = new ArrayList<>(List.of("a", "b", "c"));
            for (Merge merge : merges) {
                assertThat(symbols).as("seed %d", seed).contains(merge.left(), merge.right());
                symbols.add(merge.merged());
            }
        }
    }

    private static Map<List<String>, Integer> randomWords(Random random) {
        Map<List<String>, Integer> words = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            List<String> word = new ArrayList<>();
            int length = 1 + random.nextInt(8);
            for (int j = 0; j < length; j++)
                word.add(String.valueOf((char) ('a' + random.nextInt(3))));
            words.put(word, 1 + random.nextInt(5));
        }
        return words;
    }
}
