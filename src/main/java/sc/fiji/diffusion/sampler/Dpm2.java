// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DPM2 of Katherine Crowson's k-diffusion (2022), after DPM-Solver-2: Lu et al., "DPM-Solver: A
 * Fast ODE Solver for Diffusion Probabilistic Model Sampling in Around 10 Steps" (2022), algorithm
 * 1. Every second entry of the plan asks the network at the geometric middle of a step and takes
 * the whole step with the slope found there; the last step is Euler's.
 *
 * @param eta share of DDPM's fresh noise: 0 for DPM2, 1 for DPM2 a, which draws once a step except
 *     in the last
 * @param sigmas how the sigmas are spread between the first and the last timestep
 */
record Dpm2(double eta, SigmaSpacing sigmas) implements Sampler {

    @Override
    public int evaluationsPerStep() {
        return 2;
    }

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new Dpm2(eta, spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        SamplingPlan plan = Plans.withMiddles(Plans.sigmas(schedule, steps, sigmas), eta);
        return sigmas == SigmaSpacing.KARRAS ? wholeTimestepsAtStarts(plan) : plan;
    }

    /** As diffusers has them with the sigmas of Karras. */
    private static SamplingPlan wholeTimestepsAtStarts(SamplingPlan plan) {
        List<NoiseLevel> levels = new ArrayList<>(plan.levels());
        for (int i = 0; i < levels.size(); i += 2) {
            double timestep = Math.rint(levels.get(i).timestep());
            levels.set(i, new NoiseLevel(levels.get(i).sigma(), timestep));
        }
        return plan.withLevels(levels);
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
