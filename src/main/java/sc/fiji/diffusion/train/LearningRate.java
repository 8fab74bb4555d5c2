// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

/**
 * A linear warm-up, then a cosine down to a twentieth (Loshchilov and Hutter 2017, eq. 5).
 *
 * @param peak the highest rate
 * @param warmup steps of the warm-up
 * @param steps steps in all
 */
public record LearningRate(double peak, long warmup, long steps) {

    private static final double FLOOR = 0.05;

    /**
     * A rate that stays after its warm-up, for runs whose end is not known: it is the average of
     * the weights that calms down (Karras et al. 2022, appendix F).
     */
    public static LearningRate constant(double rate, long warmup) {
        return new LearningRate(rate, warmup, Long.MAX_VALUE);
    }

    /** The rate of a step, counted from 0. */
    double at(long step) {
        if (step < warmup) return peak * (step + 1) / warmup;
        double done = Math.min(1, (step - warmup) / (double) Math.max(1, steps - warmup));
        return peak * (FLOOR + (1 - FLOOR) * 0.5 * (1 + Math.cos(Math.PI * done)));
    }
}
