// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DPM-Solver++(3M) SDE of Katherine Crowson's k-diffusion (2023): the reverse SDE, integrated with
 * the polynomial through the last three guesses, in the notation of Lu et al., "DPM-Solver++"
 * (2022), appendix. The first two steps are of lower order, and the last one to sigma 0 just takes
 * the guess. The noise is that of one Brownian motion in sigma.
 *
 * @param sigmas how the sigmas are spread over the whole schedule
 */
record DpmPlusPlus3MSde(SigmaSpacing sigmas) implements Sampler {

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new DpmPlusPlus3MSde(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.multistep(schedule, steps, sigmas);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan, noise, x.shape()));
    }

    private static final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private final BrownianNoise noise;
        private Tensor previous;
        private Tensor beforePrevious;

        Run(SamplingPlan plan, Noise noise, int[] shape) {
            this.plan = plan;
            this.noise = BrownianNoise.along(plan, noise, shape);
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor raw) {
            Tensor denoised = plan.schedule().clip(raw);
            double from = plan.sigma(i);
            double to = plan.after(i).sigma();
            double up = Steps.up(from, to, 1);
            Tensor guess = up > 0 ? guess(i, denoised) : denoised;
            beforePrevious = previous;
            previous = denoised;
            Tensor next = Steps.euler(x, guess, from, Steps.down(to, up));
            return up > 0 ? next.combine(1, noise.between(from, to), up) : next;
        }

        /** The mean of the polynomial over the step, weighted as the SDE weights it. */
        private Tensor guess(int i, Tensor denoised) {
            double h = logStep(i);
            double lastStep = i == 0 ? 0 : logStep(i - 1) / h;
            if (lastStep == 0) return denoised;
            double share = -Math.expm1(-2 * h);
            double phi2 = 1 - share / (2 * h);
            Tensor slope = slope(denoised, previous, lastStep);
            double stepBefore = i == 1 ? 0 : logStep(i - 2) / h;
            if (stepBefore == 0) return denoised.combine(1, slope, phi2 / share);
            double phi3 = phi2 / (2 * h) - 0.5;
            Tensor older = slope(previous, beforePrevious, stepBefore);
            Tensor bend = slope(slope, older, lastStep + stepBefore);
            Tensor tangent = slope.combine(1, bend, lastStep);
            return denoised.combine(1, tangent, phi2 / share).combine(1, bend, -phi3 / share);
        }

        private double logStep(int i) {
            return Math.log(plan.sigma(i) / plan.after(i).sigma());
        }

        private static Tensor slope(Tensor here, Tensor before, double distance) {
            return here.combine(1 / distance, before, -1 / distance);
        }
    }
}
