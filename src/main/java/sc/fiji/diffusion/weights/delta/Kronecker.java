// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The Kronecker product of two matrices (LoKr; Yeh et al. 2024, sec. 3.3).
 *
 * @param left {@code [a, b]}
 * @param right {@code [c, d]}
 */
public record Kronecker(Delta left, Delta right) implements Delta {

    @Override
    public long rows() {
        return Math.multiplyExact(left.rows(), right.rows());
    }

    @Override
    public long columns() {
        return Math.multiplyExact(left.columns(), right.columns());
    }

    @Override
    public <M> M compute(MatrixMath<M> math) throws WeightsException {
        return math.kronecker(left.compute(math), right.compute(math));
    }
}
