// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Byte-pair training (Sennrich, Haddow and Birch 2016) that goes on until every word is one symbol:
 * the most frequent pair of neighbouring symbols becomes a merge, again and again. Of equally
 * frequent pairs the first in alphabetical order is taken, so that the merges depend on the words
 * and their counts alone.
 *
 * <p>Each round looks at all words that are still in pieces, which suits vocabularies of some
 * thousand words.
 */
final class BpeTraining {

    /** Two neighbouring symbols that become one. */
    record Merge(String left, String right) implements Comparable<Merge> {

        String merged() {
            return left + right;
        }

        @Override
        public int compareTo(Merge other) {
            int byLeft = left.compareTo(other.left);
            return byLeft != 0 ? byLeft : right.compareTo(other.right);
        }
    }

    /** A word in pieces; they become fewer. */
    private record Word(List<String> symbols, int count) {

        int merges() {
            return symbols.size() - 1;
        }

        Merge mergeAt(int index) {
            return new Merge(symbols.get(index), symbols.get(index + 1));
        }

        void applyAt(int index) {
            symbols.set(index, symbols.get(index) + symbols.remove(index + 1));
        }
    }

    private final List<Word> unfinished = new ArrayList<>();
    private final Map<Merge, Integer> ranks = new LinkedHashMap<>();

    private BpeTraining(Map<List<String>, Integer> counts) {
        counts.forEach((word, n) -> unfinished.add(new Word(new ArrayList<>(word), n)));
    }

    /**
     * Finds the merges.
     *
     * @param counts words as lists of symbols, and how often each occurs
     * @return the merges in the order of their priority, none twice
     */
    static List<Merge> merges(Map<List<String>, Integer> counts) {
        BpeTraining training = new BpeTraining(counts);
        training.run();
        return List.copyOf(training.ranks.keySet());
    }

    private void run() {
        unfinished.removeIf(word -> word.merges() < 1);
        while (!unfinished.isEmpty()) {
            ranks.put(mostFrequent(), ranks.size());
            unfinished.forEach(this::encode);
            unfinished.removeIf(word -> word.merges() < 1);
        }
    }

    private Merge mostFrequent() {
        Map<Merge, Long> frequencies = new HashMap<>();
        for (Word word : unfinished) {
            for (int i = 0; i < word.merges(); i++) {
                frequencies.merge(word.mergeAt(i), (long) word.count(), Long::sum);
            }
        }
        return frequencies.entrySet().stream()
                .min(
                        Map.Entry.<Merge, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    /**
     * Applies merges as an encoder does, one at a time, the one of the highest priority first. A
     * new merge can make a symbol that older ones go on from.
     */
    private void encode(Word word) {
        for (int i = nextMerge(word); i >= 0; i = nextMerge(word)) word.applyAt(i);
    }

    private int nextMerge(Word word) {
        int best = -1;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i < word.merges(); i++) {
            int rank = ranks.getOrDefault(word.mergeAt(i), Integer.MAX_VALUE);
            if (rank < bestRank) {
                best = i;
                bestRank = rank;
            }
        }
        return best;
    }
}
