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
 * PNDM without Runge-Kutta steps (PLMS): Liu et al., "Pseudo Numerical Methods for Diffusion Models
 * on Manifolds" (2022), equations 9 and 12, started as in Katherine Crowson's sampler for latent
 * diffusion: the first step is taken twice, the second time with the mean of two outputs. What is
 * combined are the network's outputs, whatever they predict.
 *
 * @param startsTwice whether the first step is taken twice; if not, each step uses as many outputs
 *     as there are, from one to four
 */
record Pndm(boolean startsTwice) implements Sampler {

    /** Adams-Bashforth weights for one to four outputs, the latest first. */
    private static final double[][] WEIGHTS = {
        {1},
        {3 / 2.0, -1 / 2.0},
        {23 / 12.0, -16 / 12.0, 5 / 12.0},
        {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        double[] once = Plans.wholeTimesteps(schedule, steps);
        double[] timesteps = startsTwice && steps > 1 ? withSecondTwice(once) : once;
        return Stride.plan(schedule, steps, timesteps, schedule.setAlphaToOne().orElse(false));
    }

    /** The second timestep, at which the network is asked to take the first step again. */
    private static double[] withSecondTwice(double[] once) {
        double[] timesteps = new double[once.length + 1];
        for (int i = 0; i < timesteps.length; i++) timesteps[i] = once[i < 2 ? i : i - 1];
        return timesteps;
    }

    @Override
    public Sampler inPieces() {
        return new Pndm(false);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(model, x, plan, hook, new Run(plan, x));
    }

    private final class Run implements SamplingLoop.Step {
        private final SamplingPlan plan;
        private final Tensor start;
        private final Prediction prediction;
        private final List<Tensor> outputs = new ArrayList<>();

        Run(SamplingPlan plan, Tensor start) {
            this.plan = plan;
            this.start = start;
            this.prediction = plan.schedule().prediction();
        }

        @Override
        public Tensor next(int i, Tensor x, Tensor denoised) {
            NoiseLevel level = plan.levels().get(i);
            Tensor output = prediction.output(denoised, x, level);
            if (startsTwice && i == 1) return firstStepAgain(level, output);
            Steps.remember(outputs, output, WEIGHTS.length);
            return step(i, x, combined(), level, Stride.below(plan, level));
        }

        /** Starts from the first sample again, which is taken to lie a stride above. */
        private Tensor firstStepAgain(NoiseLevel level, Tensor output) {
            NoiseLevel from = Stride.above(plan, level);
            Tensor x = Stride.restate(start, plan.levels().get(0), from);
            return step(1, x, output.combine(0.5, outputs.get(0), 0.5), from, level);
        }

        private Tensor step(int i, Tensor x, Tensor output, NoiseLevel from, NoiseLevel to) {
            Tensor denoised = prediction.denoised(output, x, from);
            Tensor next = Steps.euler(x, denoised, from.sigma(), to.sigma());
            return Stride.restate(next, to, plan.after(i));
        }

        private Tensor combined() {
            return Steps.weightedSum(outputs, WEIGHTS[outputs.size() - 1]);
        }
    }
}
