// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import sc.fiji.diffusion.tensor.Tensor;

/** A stream of standard normal values. Each call continues where the last one stopped. */
@FunctionalInterface
public interface Noise {

    /** Draws the next tensor of independent N(0, 1) values. */
    Tensor gaussian(int... shape);
}
