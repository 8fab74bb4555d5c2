// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * A path of Brownian motion W for each value of a tensor. The same question has the same answer,
 * whatever was asked before.
 */
@FunctionalInterface
public interface Brownian {

    /**
     * The increment {@code W(to) - W(from)}, of variance {@code to - from} and independent of that
     * of any interval that does not overlap.
     *
     * @param from at least the path's begin
     * @param to above {@code from}, at most the path's end
     */
    Tensor increment(double from, double to);
}
