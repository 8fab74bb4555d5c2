// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The product of two small matrices (LoRA; Hu et al. 2021, eq. 3).
 *
 * @param left {@code [out, rank]}
 * @param right {@code [rank, rest]}
 */
public record LowRank(Delta left, Delta right) implements Delta {

    @Override
    public long rows() {
        return left.rows();
    }

    @Override
    public long columns() {
        return right.columns();
    }

    @Override
    public <M> M compute(MatrixMath<M> math) throws WeightsException {
        return math.product(left.compute(math), right.compute(math));
    }
}
