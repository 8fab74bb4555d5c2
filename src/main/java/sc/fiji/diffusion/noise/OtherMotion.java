// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * The values of one stream with the Brownian motion of a seed of its own.
 *
 * @param values the stream, which goes on where it stopped
 * @param seed the motion's
 */
record OtherMotion(Noise values, long seed) implements Noise {

    @Override
    public Tensor gaussian(int... shape) {
        return values.gaussian(shape);
    }

    @Override
    public Brownian brownian(double from, double to, int... shape) {
        return new BrownianTree(seed, from, to, shape);
    }

    /** The new seed is a hash of this one and the key. */
    @Override
    public Noise withMotion(long... key) {
        int[] words = new SeedSequence(seed, key).seeds(2);
        return new OtherMotion(values, (long) words[0] << 32 | words[1] & 0xffffffffL);
    }
}
