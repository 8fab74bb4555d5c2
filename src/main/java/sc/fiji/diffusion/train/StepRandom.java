// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.util.Random;
import sc.fiji.diffusion.tensor.Tensor;

/** Randomness that is a function of a seed and a step's number, so that runs can resume. */
public final class StepRandom {

    /** Spreads consecutive steps over the seeds of {@link Random}. */
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private StepRandom() {}

    /** The source of randomness of a step. */
    public static Random of(long seed, long step) {
        return new Random((seed * 1_000_003 + step) * MIX);
    }

    /** Standard normal values. */
    public static Tensor gaussian(Random random, int... shape) {
        return Tensor.zeros(shape).map(zero -> random.nextGaussian());
    }
}
