// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DEIS of order 2: Zhang and Chen, "Fast Sampling of Diffusion Models with Exponential Integrator"
 * (2023), which integrates a polynomial in log sigma through the last two noise predictions. It
 * ends at the sigma of timestep 0. The first step is of first order, and so is the last one when
 * there are fewer than 15.
 *
 * @param sigmas how the sigmas are spread over the whole schedule
 */
record Deis(SigmaSpacing sigmas) implements Sampler {

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new Deis(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        SamplingPlan plan = Plans.solver(schedule, steps, sigmas);
        return plan.withEnd(new NoiseLevel(plan.schedule().sigma(0), 0));
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
            Tensor eps = Prediction.EPSILON.output(denoised, x, plan.levels().get(i));
            Tensor next = isFirstOrder(i) ? firstOrder(i, x, eps) : secondOrder(i, x, eps);
            previous = eps;
            return next;
        }

        private boolean isFirstOrder(int i) {
            boolean last = i == plan.levels().size() - 1;
            return i == 0
                    || last && plan.steps() < Multistep.FEW_STEPS
                    || plan.sigma(i) == plan.sigma(i - 1);
        }

        private Tensor firstOrder(int i, Tensor x, Tensor eps) {
            return x.combine(1, eps, plan.after(i).sigma() - plan.sigma(i));
        }

        private Tensor secondOrder(int i, Tensor x, Tensor eps) {
            double to = plan.after(i).sigma();
            double from = plan.sigma(i);
            double before = plan.sigma(i - 1);
            Tensor latest = x.combine(1, eps, integral(from, to, from, before));
            return latest.combine(1, previous, integral(from, to, before, from));
        }

        /** The integral over sigma of the line in log sigma that is 1 at one and 0 at zero. */
        private static double integral(double from, double to, double one, double zero) {
            double primitive = to * (Math.log(to / zero) - 1) - from * (Math.log(from / zero) - 1);
            return primitive / Math.log(one / zero);
        }
    }
}
