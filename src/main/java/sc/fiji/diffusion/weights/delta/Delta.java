// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.WeightsException;

/** A matrix as an expression of stored ones. Its size is known before anything is read. */
public interface Delta {

    /** Outputs of the layer. */
    long rows();

    /** What an output sums over. */
    long columns();

    /**
     * Computes it.
     *
     * @throws WeightsException if a tensor cannot be read
     */
    <M> M compute(MatrixMath<M> math) throws WeightsException;
}
