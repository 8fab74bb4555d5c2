// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Euler's method in sigma with the fresh noise of DDPM: the ancestral sampler of Katherine
 * Crowson's k-diffusion (2022), after Song et al., "Score-Based Generative Modeling" (2021),
 * appendix F. Draws noise in each step.
 *
 * @param sigmas how the sigmas are spread between the first and the last timestep
 */
record EulerAncestral(SigmaSpacing sigmas) implements Sampler {

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        return new EulerAncestral(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.sigmas(schedule, steps, sigmas);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        SamplingLoop.Step step = (i, xi, denoised) -> step(i, xi, denoised, plan, noise);
        return SamplingLoop.run(model, x, plan, hook, step);
    }

    private static Tensor step(int i, Tensor x, Tensor denoised, SamplingPlan plan, Noise noise) {
        double from = plan.sigma(i);
        double to = plan.after(i).sigma();
        double up = Steps.up(from, to, 1);
        Tensor next = Steps.euler(x, denoised, from, Steps.down(to, up));
        return Steps.addNoise(next, noise, up);
    }
}
