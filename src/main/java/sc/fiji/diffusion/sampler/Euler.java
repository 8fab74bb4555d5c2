// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Euler's method in sigma: Karras et al., "Elucidating the Design Space of Diffusion-Based
 * Generative Models" (2022), algorithm 1 without its second-order correction.
 *
 * @param sigmas how the sigmas are spread between the first and the last timestep
 */
record Euler(SigmaSpacing sigmas) implements Sampler {

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new Euler(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.sigmas(schedule, steps, sigmas);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        SamplingLoop.Step step =
                (i, xi, denoised) ->
                        Steps.euler(xi, denoised, plan.sigma(i), plan.after(i).sigma());
        return SamplingLoop.run(model, x, plan, hook, step);
    }
}
