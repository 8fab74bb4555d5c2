// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * A kernel of a convolution by a Tucker decomposition in its channels (LoCon; Yeh et al. 2024, sec.
 * 3.2).
 *
 * @param core {@code [rank, rank2 * K]} for K values of the kernel
 * @param up {@code [out, rank]}
 * @param down {@code [rank2, in]}
 */
public record Tucker(Delta core, Delta up, Delta down) implements Delta {

    @Override
    public long rows() {
        return up.rows();
    }

    @Override
    public long columns() {
        return down.columns() * (core.columns() / down.rows());
    }

    @Override
    public <M> M compute(MatrixMath<M> math) throws WeightsException {
        return math.tucker(core.compute(math), up.compute(math), down.compute(math));
    }
}
