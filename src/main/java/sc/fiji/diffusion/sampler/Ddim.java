// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DDIM: Song, Meng and Ermon, "Denoising Diffusion Implicit Models" (2021), equation 12. Each step
 * goes down by the same stride of timesteps.
 *
 * @param eta share of DDPM's fresh noise, 0 (deterministic, draws nothing) to 1
 */
record Ddim(double eta) implements Sampler {

    Ddim {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException(
                    "eta must be between 0 (no fresh noise) and 1 (that of DDPM), was " + eta);
        }
    }

    @Override
    public Sampler withEta(double newEta) {
        return new Ddim(newEta);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        double[] timesteps = Plans.wholeTimesteps(schedule, steps);
        return Stride.plan(schedule, steps, timesteps, schedule.setAlphaToOne().orElse(true));
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        SamplingLoop.Step step = (i, xi, denoised) -> step(i, xi, denoised, plan, noise);
        return SamplingLoop.run(model, x, plan, hook, step);
    }

    private Tensor step(int i, Tensor x, Tensor denoised, SamplingPlan plan, Noise noise) {
        NoiseLevel level = plan.levels().get(i);
        NoiseLevel target = Stride.below(plan, level);
        double up = Steps.up(level.sigma(), target.sigma(), eta);
        double down = Steps.down(target.sigma(), up);
        Tensor eps = Prediction.EPSILON.output(denoised, x, level);
        Tensor next = plan.schedule().clip(denoised).combine(1, eps, down);
        if (eta > 0) next = Steps.addNoise(next, noise, up);
        return Stride.restate(next, target, plan.after(i));
    }
}
