// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.SplittableRandom;

/**
 * Random numbers for drawing. Only the bits come from the library; the distributions are computed
 * here in strict arithmetic, so that they stay the same on every platform and Java release.
 */
final class Dice {

    private final SplittableRandom bits;
    private double spare = Double.NaN;

    Dice(long seed) {
        bits = new SplittableRandom(seed);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (bits.nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in [low, high). */
    double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Uniform in 0 to n - 1. */
    int below(int n) {
        return (int) (uniform() * n);
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    /** Standard normal, by Marsaglia's polar method. */
    double gaussian() {
        if (!Double.isNaN(spare)) {
            double result = spare;
            spare = Double.NaN;
            return result;
        }
        double x;
        double y;
        double square;
        do {
            x = uniform(-1, 1);
            y = uniform(-1, 1);
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        return x * factor;
    }

    /** A factor around 1, log-normal, cut at two standard deviations. */
    double factor(double spread) {
        double z = Math.max(-2, Math.min(2, gaussian()));
        return StrictMath.exp(spread * z);
    }

    /** Poisson: by inversion for small means, else by the normal approximation. */
    double poisson(double mean) {
        if (mean > 30) return Math.max(0, Math.rint(mean + Math.sqrt(mean) * gaussian()));
        double term = StrictMath.exp(-mean);
        double rest = uniform() - term;
        int count = 0;
        while (rest > 0 && count < 100) {
            count++;
            term *= mean / count;
            rest -= term;
        }
        return count;
    }
}
