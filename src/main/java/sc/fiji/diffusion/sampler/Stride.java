// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Walking down the training timesteps by {@code trainTimesteps / steps}, rounded down. The stride
 * may miss the timestep at which the network is asked next; published code then takes the sample as
 * one of that timestep.
 */
final class Stride {

    private Stride() {}

    /**
     * A plan over whole timesteps.
     *
     * @param alphaToOne whether it ends at sigma 0, or at that of timestep 0
     */
    static SamplingPlan plan(
            NoiseSchedule schedule, int steps, double[] timesteps, boolean alphaToOne) {
        double endSigma = alphaToOne ? 0 : schedule.sigma(0);
        return Plans.unitVariance(schedule, steps, Plans.levels(schedule, timesteps), endSigma);
    }

    /** The level one stride below another; below timestep 0 it is the plan's end. */
    static NoiseLevel below(SamplingPlan plan, NoiseLevel level) {
        double timestep = level.timestep() - length(plan);
        return timestep < 0 ? plan.end() : plan.schedule().level(timestep);
    }

    /** The level one stride above another, at most the last training timestep. */
    static NoiseLevel above(SamplingPlan plan, NoiseLevel level) {
        double last = plan.schedule().trainTimesteps() - 1;
        return plan.schedule().level(Math.min(last, level.timestep() + length(plan)));
    }

    /** Takes a sample as one of another level, unchanged on the variance-preserving scale. */
    static Tensor restate(Tensor x, NoiseLevel from, NoiseLevel to) {
        return from.sigma() == to.sigma() ? x : x.times(from.alpha() / to.alpha());
    }

    private static int length(SamplingPlan plan) {
        return plan.schedule().trainTimesteps() / plan.steps();
    }
}
