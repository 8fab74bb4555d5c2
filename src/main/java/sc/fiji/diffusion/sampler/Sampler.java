// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * A published sampling method. Implementations hold no state, so that one object serves any number
 * of runs.
 */
public interface Sampler {

    /**
     * Chooses the noise levels for a number of steps.
     *
     * @param steps at least 1 and at most the schedule's training timesteps
     * @throws IllegalArgumentException if steps is outside that range
     */
    SamplingPlan plan(NoiseSchedule schedule, int steps);

    /**
     * Runs the plan.
     *
     * @param model the denoiser, asked once for each entry of the plan
     * @param x the start on the variance-exploding scale, {@code x0 + sigma * eps}, shape {@code
     *     [N, C, H, W]}
     * @param plan a plan that this sampler made, or the rest of one
     * @param noise the stream that a stochastic sampler draws from; the others do not touch it
     * @param hook called after each entry of the plan
     * @return the latents on the scale of the network's data, ready to decode
     */
    Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook);

    /**
     * How many entries of the plan one step takes, except that the last step may take one. To skip
     * steps, skip this many entries for each.
     */
    default int evaluationsPerStep() {
        return 1;
    }
}
