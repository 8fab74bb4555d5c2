// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.schedule.Spacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DPM-Solver++(2S): Lu et al., "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion
 * Probabilistic Models" (2022), algorithm 1, where two entries of the plan make one step of second
 * order: the first goes halfway, the second from the same start all the way. The last step is of
 * first order. The timesteps are evenly spaced, whatever the model's own spacing is.
 *
 * @param sigmas how the sigmas are spread over the whole schedule
 */
record DpmPlusPlus2S(SigmaSpacing sigmas) implements Sampler {

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new DpmPlusPlus2S(spacing);
    }

    @Override
    public boolean hasOwnSpacing() {
        return true;
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.solver(schedule.withSpacing(Spacing.LINSPACE), steps, sigmas);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan));
    }

    private static final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private final int skipped;
        private Tensor start;
        private Tensor atStart;

        Run(SamplingPlan plan) {
            this.plan = plan;
            this.skipped = plan.steps() - plan.levels().size();
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor raw) {
            Tensor denoised = plan.schedule().clip(raw);
            double to = plan.after(i).sigma();
            if (i > 0 && to > 0 && (skipped + i) % 2 == 1) return secondHalf(i, denoised, to);
            start = x;
            atStart = denoised;
            return Steps.euler(x, denoised, plan.sigma(i), to);
        }

        private Tensor secondHalf(int i, Tensor denoised, double to) {
            double from = plan.sigma(i - 1);
            double half = Math.log(from / plan.sigma(i));
            double weight = half == 0 ? 0 : Math.log(from / to) / half / 2;
            Tensor guess = atStart.combine(1 - weight, denoised, weight);
            return Steps.euler(start, guess, from, to);
        }
    }
}
