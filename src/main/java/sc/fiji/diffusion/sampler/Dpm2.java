// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DPM2 of Katherine Crowson's k-diffusion (2022), after DPM-Solver-2: Lu et al., "DPM-Solver: A
 * Fast ODE Solver for Diffusion Probabilistic Model Sampling in Around 10 Steps" (2022), algorithm
 * 1. Every second entry of the plan asks the network at the geometric middle of a step and takes
 * the whole step with the slope found there; the last step is Euler's.
 *
 * @param eta share of DDPM's fresh noise: 0 for DPM2, 1 for DPM2 a, which draws once a step except
 *     in the last
 */
record Dpm2(double eta) implements Sampler {

    @Override
    public int evaluationsPerStep() {
        return 2;
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        SamplingPlan once = Plans.sigmas(schedule, steps, false);
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < steps - 1; i++) {
            levels.add(once.levels().get(i));
            double middle = Math.sqrt(once.sigma(i) * down(once.sigma(i), once.sigma(i + 1)));
            levels.add(new NoiseLevel(middle, once.schedule().timestepOf(middle)));
        }
        levels.add(once.levels().get(steps - 1));
        return once.withLevels(levels);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan, noise));
    }

    private double down(double from, double to) {
        return Steps.down(to, Steps.up(from, to, eta));
    }

    private final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private final Noise noise;
        private Tensor start;

        Run(SamplingPlan plan, Noise noise) {
            this.plan = plan;
            this.noise = noise;
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor denoised) {
            double to = plan.after(i).sigma();
            if (i % 2 == 1) return wholeStep(i, x, denoised, plan.sigma(i - 1), to);
            start = x;
            return Steps.euler(x, denoised, plan.sigma(i), to);
        }

        private Tensor wholeStep(int i, Tensor x, Tensor denoised, double from, double to) {
            Tensor slope = Prediction.EPSILON.output(denoised, x, plan.levels().get(i));
            Tensor next = start.combine(1, slope, down(from, to) - from);
            return eta > 0 ? Steps.addNoise(next, noise, Steps.up(from, to, eta)) : next;
        }
    }
}
