// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DPM-Solver++ (stochastic) of Katherine Crowson's k-diffusion (2022), after Lu et al.,
 * "DPM-Solver++" (2022): the reverse SDE by steps of second order. Every second entry of the plan
 * asks the network at the geometric middle of a step and takes the whole step with the guess found
 * there; the last step is Euler's, without noise. The noise is that of one Brownian motion in
 * sigma, so that more steps refine the same image.
 *
 * @param sigmas how the sigmas are spread between the first and the last timestep
 */
record DpmPlusPlusSde(SigmaSpacing sigmas) implements Sampler {

    @Override
    public int evaluationsPerStep() {
        return 2;
    }

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new DpmPlusPlusSde(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.withMiddles(Plans.sigmas(schedule, steps, sigmas), 0);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan, noise, x.shape()));
    }

    private static final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private final BrownianNoise noise;
        private Tensor start;

        Run(SamplingPlan plan, Noise noise, int[] shape) {
            this.plan = plan;
            this.noise = BrownianNoise.along(plan, noise, shape);
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor denoised) {
            double to = plan.after(i).sigma();
            if (i % 2 == 1) return step(start, denoised, plan.sigma(i - 1), to);
            start = x;
            boolean last = i == plan.levels().size() - 1;
            if (last) return Steps.euler(x, denoised, plan.sigma(i), to);
            return step(x, denoised, plan.sigma(i), to);
        }

        private Tensor step(Tensor x, Tensor denoised, double from, double to) {
            double up = Steps.up(from, to, 1);
            Tensor next = Steps.euler(x, denoised, from, Steps.down(to, up));
            return next.combine(1, noise.between(from, to), up);
        }
    }
}
