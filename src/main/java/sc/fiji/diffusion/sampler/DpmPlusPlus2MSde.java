// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * SDE-DPM-Solver++(2M): Lu et al., "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion
 * Probabilistic Models" (2022), the multistep solver of the reverse SDE. It goes down as {@link
 * DpmPlusPlus2M} does and adds the fresh noise of DDPM; it draws in each step.
 *
 * @param sigmas how the sigmas are spread over the whole schedule
 */
record DpmPlusPlus2MSde(SigmaSpacing sigmas) implements Sampler {

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new DpmPlusPlus2MSde(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.multistep(schedule, steps, sigmas);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan, noise));
    }

    private static final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private final Noise noise;
        private Tensor previous;

        Run(SamplingPlan plan, Noise noise) {
            this.plan = plan;
            this.noise = noise;
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor raw) {
            Tensor denoised = plan.schedule().clip(raw);
            Tensor guess = Multistep.extrapolate(plan, i, denoised, previous);
            previous = denoised;
            double from = plan.sigma(i);
            double to = plan.after(i).sigma();
            double up = Steps.up(from, to, 1);
            return Steps.addNoise(Steps.euler(x, guess, from, Steps.down(to, up)), noise, up);
        }
    }
}
