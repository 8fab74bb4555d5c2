// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.List;
import java.util.stream.Stream;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Heun's method in sigma: Karras et al., "Elucidating the Design Space of Diffusion-Based
 * Generative Models" (2022), algorithm 1. Every second entry of the plan asks the network at the
 * level that the first one reached and steps again with the mean slope; the last step is Euler's.
 *
 * @param sigmas how the sigmas are spread between the first and the last timestep
 */
record Heun(SigmaSpacing sigmas) implements Sampler {

    @Override
    public int evaluationsPerStep() {
        return 2;
    }

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new Heun(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        SamplingPlan once = Plans.sigmas(schedule, steps, sigmas);
        List<NoiseLevel> levels = once.levels();
        return once.withLevels(
                Stream.concat(
                                levels.stream().limit(1),
                                levels.stream().skip(1).flatMap(level -> Stream.of(level, level)))
                        .toList());
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan));
    }

    private static final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private Tensor start;
        private Tensor slope;

        Run(SamplingPlan plan) {
            this.plan = plan;
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor raw) {
            Tensor denoised = plan.schedule().clip(raw);
            Tensor here = Prediction.EPSILON.output(denoised, x, plan.levels().get(i));
            if (i % 2 == 1) {
                double step = plan.sigma(i) - plan.sigma(i - 1);
                return start.combine(1, slope.combine(0.5, here, 0.5), step);
            }
            start = x;
            slope = here;
            return Steps.euler(x, denoised, plan.sigma(i), plan.after(i).sigma());
        }
    }
}
