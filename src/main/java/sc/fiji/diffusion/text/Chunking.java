// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Deals the tokens of a section out to chunks, in order. A word that does not fit into what is left
 * of a chunk begins the next one, unless it is longer than any chunk.
 */
final class Chunking {

    /**
     * A token in its place.
     *
     * @param text what it stands for, with the space before it
     * @param endsWord whether the next token begins a word
     */
    record Token(int id, double weight, String text, boolean endsWord) {}

    private final int capacity;
    private final List<List<Token>> chunks = new ArrayList<>();

    private Chunking(int capacity) {
        this.capacity = capacity;
        chunks.add(new ArrayList<>());
    }

    /**
     * Deals tokens out.
     *
     * @param capacity tokens in a chunk, at least 1
     * @return at least one chunk
     */
    static List<List<Token>> of(List<Token> tokens, int capacity) {
        Chunking chunking = new Chunking(capacity);
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).endsWord() || i == tokens.size() - 1) {
                chunking.addWord(tokens.subList(from, i + 1));
                from = i + 1;
            }
        }
        return chunking.chunks;
    }

    private void addWord(List<Token> word) {
        boolean fits = last().size() + word.size() <= capacity;
        if (!fits && word.size() <= capacity) chunks.add(new ArrayList<>());
        for (Token token : word) {
            if (last().size() == capacity) chunks.add(new ArrayList<>());
            last().add(token);
        }
    }

    private List<Token> last() {
        return chunks.get(chunks.size() - 1);
    }
}
