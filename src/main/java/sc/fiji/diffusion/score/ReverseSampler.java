// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.tensor.Tensor;

/** A way from the prior back to data. */
public interface ReverseSampler {

    /**
     * Runs from time 1 to the equation's start.
     *
     * @param x a sample of the prior, {@code [N, ...]}
     * @param noise what a stochastic sampler draws from; the others do not touch it
     * @param hook hears of each step, and may stop the run
     * @return samples at the equation's start, without the last step's noise
     */
    Tensor sample(Sde sde, Score score, Tensor x, Noise noise, Hook hook);

    /** Called after each step. */
    @FunctionalInterface
    interface Hook {

        /** Takes no notice. */
        Hook NONE = (step, steps, t, x) -> {};

        /**
         * @param step from 1
         * @param steps how many there will be, or 0 if nobody knows
         * @param t the time that was reached
         * @param x the sample there
         */
        void afterStep(int step, int steps, double t, Tensor x);
    }

    /** A sample of the prior. */
    static Tensor prior(Sde sde, Noise noise, int... shape) {
        return noise.gaussian(shape).times(sde.priorStd());
    }

    /**
     * The clean sample that a score expects behind a noisy one (Tweedie's formula), {@code (x +
     * std^2 score) / scale}.
     */
    static Tensor denoised(Sde sde, Score score, Tensor x, double t) {
        double variance = sde.std(t) * sde.std(t);
        return x.combine(1 / sde.scale(t), score.at(x, t), variance / sde.scale(t));
    }
}
