// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DPM-Solver++(2M): Lu et al., "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion
 * Probabilistic Models" (2022), algorithm 2. The first step is of first order, and so is the last
 * one, to sigma 0.
 *
 * @param sigmas how the sigmas are spread over the whole schedule
 */
record DpmPlusPlus2M(SigmaSpacing sigmas) implements Sampler {

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new DpmPlusPlus2M(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.multistep(schedule, steps, sigmas);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan));
    }

    private static final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private Tensor previous;

        Run(SamplingPlan plan) {
            this.plan = plan;
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor raw) {
            Tensor denoised = plan.schedule().clip(raw);
            Tensor guess = Multistep.extrapolate(plan, i, denoised, previous);
            previous = denoised;
            return Steps.euler(x, guess, plan.sigma(i), plan.after(i).sigma());
        }
    }
}
