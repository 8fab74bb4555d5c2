// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.Collection;
import java.util.Random;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;

/**
 * Carries what a text encoder knows of its words to another vocabulary, so that a model learns new
 * words without forgetting the old ones. Words that are one token in both keep their embedding; all
 * other tokens start at random.
 *
 * @param from the tokenizer that the embedding was trained with
 * @param to the tokenizer that it shall serve
 */
record VocabularyTransfer(ClipTokenizer from, ClipTokenizer to) {

    private static final double DEVIATION = 0.02;

    /**
     * The embedding for the new vocabulary.
     *
     * @param old {@code [V, D]}
     * @param words to carry over
     * @param vocabulary rows of the result
     */
    Tensor carry(Tensor old, Collection<String> words, int vocabulary) {
        int width = old.dim(1);
        Random random = new Random(vocabulary);
        Tensor result = Tensor.zeros(vocabulary, width).map(z -> DEVIATION * random.nextGaussian());
        int[] oldEmpty = from.encode("");
        int[] newEmpty = to.encode("");
        copyRow(old, oldEmpty[0], result, newEmpty[0], width);
        copyRow(old, oldEmpty[1], result, newEmpty[1], width);
        for (String word : words) {
            if (from.tokenCount(word) != 1 || to.tokenCount(word) != 1) continue;
            copyRow(old, from.encode(word)[1], result, to.encode(word)[1], width);
        }
        return result;
    }

    private static void copyRow(Tensor from, int row, Tensor to, int target, int width) {
        System.arraycopy(from.data(), row * width, to.data(), target * width, width);
    }
}
