// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import sc.fiji.diffusion.tensor.Tensor;

/** A stream of standard normal values. Each call continues where the last one stopped. */
@FunctionalInterface
public interface Noise {

    /** Draws the next tensor of independent N(0, 1) values. */
    Tensor gaussian(int... shape);

    /**
     * The Brownian motion of this stream's seed, whatever was drawn before. Streams that are made
     * of something else than a seed have none.
     *
     * @param from where it begins, with 0
     * @param to where it ends, above {@code from}
     * @throws UnsupportedOperationException if this stream has no seed
     */
    default Brownian brownian(double from, double to, int... shape) {
        throw new UnsupportedOperationException(
                "this stream of noise has no seed for a Brownian motion");
    }

    /**
     * This stream with another Brownian motion, independent of its own and of those of other keys.
     * Values are drawn from this stream itself. A stream without a seed stays as it is.
     *
     * @param key tells the motion from others of the same seed; each number is at least 0
     */
    default Noise withMotion(long... key) {
        return this;
    }
}
