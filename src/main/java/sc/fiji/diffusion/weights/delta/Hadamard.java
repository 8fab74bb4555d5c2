// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The product of two matrices value by value (LoHa, after FedPara; Hyeon-Woo et al. 2022, eq. 1).
 *
 * @param left of the size of the result
 * @param right of the same size
 */
public record Hadamard(Delta left, Delta right) implements Delta {

    @Override
    public long rows() {
        return left.rows();
    }

    @Override
    public long columns() {
        return left.columns();
    }

    @Override
    public <M> M compute(MatrixMath<M> math) throws WeightsException {
        return math.hadamard(left.compute(math), right.compute(math));
    }
}
