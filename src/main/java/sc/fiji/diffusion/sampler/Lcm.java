// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Multistep latent consistency sampling: Luo et al., "Latent Consistency Models: Synthesizing
 * High-Resolution Images with Few-Step Inference" (2023), algorithm 3, for models that were
 * distilled so. Jumps to the clean sample and noises it again; draws in each step but the last.
 */
record Lcm() implements Sampler {

    /** The standard deviation of the data that the boundary condition supposes. */
    private static final double SIGMA_DATA = 0.5;

    /** By how much timesteps are scaled in the boundary condition. */
    private static final double TIMESTEP_SCALING = 10;

    @Override
    public boolean hasOwnSpacing() {
        return true;
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.distilled(schedule, steps, 0);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        return SamplingLoop.run(
                model,
                x,
                plan,
                hook,
                (i, xi, denoised) -> {
                    Tensor clean = consistent(xi, denoised, plan.levels().get(i), plan.schedule());
                    double to = plan.after(i).sigma();
                    return to == 0 ? clean : Steps.addNoise(clean, noise, to);
                });
    }

    /** The consistency function, which is the identity at timestep 0: equation 9. */
    private static Tensor consistent(
            Tensor x, Tensor denoised, NoiseLevel level, NoiseSchedule schedule) {
        double time = level.timestep() * TIMESTEP_SCALING;
        double norm = time * time + SIGMA_DATA * SIGMA_DATA;
        double skip = SIGMA_DATA * SIGMA_DATA / norm;
        double out = time / Math.sqrt(norm);
        return schedule.clip(denoised).combine(out, x, skip * level.alpha());
    }
}
