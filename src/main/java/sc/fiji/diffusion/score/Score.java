// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.tensor.Tensor;

/** The score of noised data: the gradient of {@code log p_t(x)} by x. */
@FunctionalInterface
public interface Score {

    /**
     * The score.
     *
     * @param x {@code [N, ...]}, each of N a sample of its own
     * @param t time of all N, in [0, 1]
     * @return same shape
     */
    Tensor at(Tensor x, double t);

    /** A score that can be differentiated. */
    interface Differentiable extends Score {

        /**
         * The score, and the product of a vector with its Jacobian.
         *
         * @param vector of the shape of x
         */
        Pullback pullBack(Tensor vector, Tensor x, double t);
    }

    /**
     * A score with a derivative.
     *
     * @param score the score
     * @param product {@code vector^T dscore/dx}, same shape
     */
    record Pullback(Tensor score, Tensor product) {}
}
