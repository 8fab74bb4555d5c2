// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.sampler.Samplers;
import sc.fiji.diffusion.sampler.SamplingPlan;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * DDIM (Song, Meng and Ermon 2021, section 4.3) from latents to noise and back. A step down is
 * {@code x - (sigma - sigma') eps(x, sigma)}; the usual inversion takes eps from the level before
 * and goes up; the exact inverse is implicit in x, and fixed-point iteration comes close to it.
 *
 * @param steps 1 to the schedule's timesteps
 * @param rounds of the iteration at each step; 0 for the usual inversion
 */
public record DdimInversion(int steps, int rounds) {

    /** Checks the number of rounds; the steps are checked against the schedule later. */
    public DdimInversion {
        if (rounds < 0) {
            throw new IllegalArgumentException("rounds must be at least 0, was " + rounds);
        }
    }

    /**
     * From clean latents to their code.
     *
     * @param x {@code [N, L, H, W]}, scaled as the network sees them
     * @return the code {@code x0 + sigma eps} at the noisiest level; divided by its {@link
     *     #codeSigma} it is about normal
     */
    public Tensor encode(
            NoiseSchedule schedule, Denoiser denoiser, Tensor x, ReverseSampler.Hook hook) {
        List<NoiseLevel> levels = upwards(schedule);
        Tensor current = x;
        for (int i = 1; i < levels.size(); i++) {
            NoiseLevel before = levels.get(i - 1);
            NoiseLevel level = levels.get(i);
            double stride = level.sigma() - before.sigma();
            Tensor next =
                    current.combine(1, eps(denoiser, current, i == 1 ? level : before), stride);
            for (int r = 0; r < rounds; r++) {
                next = current.combine(1, eps(denoiser, next, level), stride);
            }
            current = next;
            hook.afterStep(i, levels.size() - 1, (double) i / (levels.size() - 1), current);
        }
        return current;
    }

    /** From a code to clean latents. */
    public Tensor decode(
            NoiseSchedule schedule, Denoiser denoiser, Tensor code, ReverseSampler.Hook hook) {
        List<NoiseLevel> levels = upwards(schedule);
        Tensor x = code;
        int last = levels.size() - 1;
        for (int i = last; i > 0; i--) {
            NoiseLevel level = levels.get(i);
            double stride = level.sigma() - levels.get(i - 1).sigma();
            x = x.combine(1, eps(denoiser, x, level), -stride);
            hook.afterStep(last - i + 1, last, (double) (i - 1) / last, x);
        }
        return x;
    }

    /** The sigma of codes. */
    public double codeSigma(NoiseSchedule schedule) {
        return plan(schedule).levels().get(0).sigma();
    }

    /**
     * A last timestep without signal counts as one with very little: in float32 nothing of the
     * latents would be left in the code.
     */
    private SamplingPlan plan(NoiseSchedule schedule) {
        return Samplers.ddim(0).plan(schedule.forSolvers(), steps);
    }

    /** The end of DDIM's plan, and then its levels with growing noise. */
    private List<NoiseLevel> upwards(NoiseSchedule schedule) {
        SamplingPlan plan = plan(schedule);
        List<NoiseLevel> levels = new ArrayList<>(plan.levels());
        Collections.reverse(levels);
        if (levels.get(0).sigma() > plan.end().sigma()) levels.add(0, plan.end());
        return levels;
    }

    private static Tensor eps(Denoiser denoiser, Tensor x, NoiseLevel level) {
        return Prediction.EPSILON.output(denoiser.denoise(x, level), x, level);
    }
}
