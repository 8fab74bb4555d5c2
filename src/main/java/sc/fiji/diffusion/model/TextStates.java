// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.util.List;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What a text encoder makes of one text of T tokens.
 *
 * @param hidden the embeddings of the tokens, then the output of each layer, {@code [1, T, D]} each
 * @param output the output of the last layer, normalised, {@code [1, T, D]}
 * @param pooled the embedding of the whole text, {@code [1, P]}; P is 0 without a projection
 */
record TextStates(List<Tensor> hidden, Tensor output, Tensor pooled) {

    /**
     * @param results hidden states, the normalised output, and the pooled embedding if there is one
     */
    static TextStates of(List<Tensor> results, boolean projected) {
        int layers = results.size() - (projected ? 2 : 1);
        Tensor pooled = projected ? results.get(layers + 1) : Tensor.zeros(1, 0);
        return new TextStates(results.subList(0, layers), results.get(layers), pooled);
    }

    /** A hidden state, 1 for that of the last layer. */
    Tensor fromEnd(int count) {
        return hidden.get(hidden.size() - count);
    }
}
