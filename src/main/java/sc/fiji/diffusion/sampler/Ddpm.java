// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DDPM: Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models" (2020), algorithm 2 with
 * the posterior of equations 6 and 7. Draws noise in each step but the one from timestep 0.
 */
record Ddpm() implements Sampler {

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        double[] timesteps = Plans.wholeTimesteps(schedule, steps);
        return Plans.unitVariance(schedule, steps, Plans.levels(schedule, timesteps), 0);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        SamplingLoop.Step step = (i, xi, denoised) -> step(i, xi, denoised, plan, noise);
        return SamplingLoop.run(model, x, plan, hook, step);
    }

    private Tensor step(int i, Tensor x, Tensor denoised, SamplingPlan plan, Noise noise) {
        NoiseLevel level = plan.levels().get(i);
        double to = plan.after(i).sigma();
        double share = to / level.sigma() * (to / level.sigma());
        Tensor mean = x.combine(share, plan.schedule().clip(denoised), 1 - share);
        if (level.timestep() == 0) return mean;
        return Steps.addNoise(mean, noise, Steps.up(level.sigma(), to, 1));
    }
}
