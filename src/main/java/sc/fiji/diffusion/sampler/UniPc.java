// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * UniPC of order 2 with B(h) = e^h - 1: Zhao et al., "UniPC: A Unified Predictor-Corrector
 * Framework for Fast Sampling of Diffusion Models" (2023), algorithms 1 and 2 for a network that
 * predicts the data. The predictor is that of DPM++ 2M; before the next step the corrector takes
 * the last one again with the network's new answer.
 *
 * @param sigmas how the sigmas are spread over the whole schedule
 */
record UniPc(SigmaSpacing sigmas) implements Sampler {

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new UniPc(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.solver(schedule, steps, sigmas);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan));
    }

    private static final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private Tensor start;
        private Tensor previous;
        private Tensor beforePrevious;

        Run(SamplingPlan plan) {
            this.plan = plan;
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor raw) {
            Tensor denoised = plan.schedule().clip(raw);
            start = i == 0 ? x : corrected(i, denoised);
            boolean last = i == plan.levels().size() - 1;
            Tensor guess = last ? denoised : Multistep.extrapolate(plan, i, denoised, previous);
            beforePrevious = previous;
            previous = denoised;
            return Steps.euler(start, guess, plan.sigma(i), plan.after(i).sigma());
        }

        /** The sample at entry i, from the start of the step before and both ends' answers. */
        private Tensor corrected(int i, Tensor denoised) {
            double from = plan.sigma(i - 1);
            double to = plan.sigma(i);
            double h = Math.log(from / to);
            if (h == 0) return start;
            double lastStep = i == 1 ? 0 : Math.log(plan.sigma(i - 2) / from);
            Tensor guess = previous.combine(0.5, denoised, 0.5);
            if (lastStep > 0) guess = secondOrder(denoised, h, lastStep / h);
            return Steps.euler(start, guess, from, to);
        }

        /**
         * The answers weighted so that both order conditions hold: equation 5 of the paper.
         *
         * @param ratio the length of the step before in steps of length h
         */
        private Tensor secondOrder(Tensor denoised, double h, double ratio) {
            double b = -Math.expm1(-h);
            double first = 1 / b - 1 / h;
            double second = 1 / b - 2 * first / h;
            double old = (first - second) / (1 + ratio);
            double fresh = first - old;
            double weight = old / ratio;
            Tensor known = previous.combine(1 - fresh + weight, beforePrevious, -weight);
            return known.combine(1, denoised, fresh);
        }
    }
}
