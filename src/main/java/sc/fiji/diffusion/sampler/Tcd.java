// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Strategic stochastic sampling: Zheng et al., "Trajectory Consistency Distillation" (2024), for
 * models that were distilled so. Each step goes down to timestep {@code (1 - eta) * next} and is
 * noised up again to the next. It ends at the sigma of timestep 0.
 *
 * @param eta the paper's gamma, 0 (deterministic, draws nothing) to 1 (draws in each step but the
 *     last)
 */
record Tcd(double eta) implements Sampler {

    Tcd {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException(
                    "eta must be between 0 (no fresh noise) and 1 (as much as can be), was " + eta);
        }
    }

    @Override
    public boolean hasOwnSpacing() {
        return true;
    }

    @Override
    public Sampler withEta(double newEta) {
        return new Tcd(newEta);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.distilled(schedule, steps, schedule.sigma(0));
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        SamplingLoop.Step step = (i, xi, denoised) -> step(i, xi, denoised, plan, noise);
        return SamplingLoop.run(model, x, plan, hook, step);
    }

    private Tensor step(int i, Tensor x, Tensor denoised, SamplingPlan plan, Noise noise) {
        double to = plan.after(i).sigma();
        double below = Math.floor((1 - eta) * plan.after(i).timestep());
        double down = plan.schedule().sigma(below);
        Tensor next = Steps.euler(x, denoised, plan.sigma(i), down);
        if (down == to) return next;
        return Steps.addNoise(next, noise, Math.sqrt(to * to - down * down));
    }
}
