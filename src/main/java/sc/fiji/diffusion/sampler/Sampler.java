// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
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
     * This method over sigmas that are spread in another way.
     *
     * @throws IllegalArgumentException if it steps along the training timesteps and knows no other
     *     spacing than {@link SigmaSpacing#SCHEDULE}
     */
    default Sampler withSigmas(SigmaSpacing spacing) {
        if (spacing == SigmaSpacing.SCHEDULE) return this;
        throw new IllegalArgumentException(
                "sigmas "
                        + spacing.label()
                        + " cannot be used with this sampler, which steps along the training"
                        + " timesteps; choose sigmas=schedule, or a sampler such as Euler, DPM++ 2M"
                        + " or UniPC");
    }

    /** How its sigmas are spread. */
    default SigmaSpacing sigmas() {
        return SigmaSpacing.SCHEDULE;
    }

    /**
     * This method with a share of fresh noise.
     *
     * @param eta 0 (none) to 1 (as much as can be)
     * @throws IllegalArgumentException if eta is outside that range, or above 0 for a sampler that
     *     has no such share
     */
    default Sampler withEta(double eta) {
        if (eta == 0) return this;
        throw new IllegalArgumentException(
                "eta " + eta + " cannot be used with this sampler; only DDIM and TCD have one");
    }

    /** Whether the timesteps are the sampler's own choice, whatever spacing a schedule has. */
    default boolean hasOwnSpacing() {
        return false;
    }

    /**
     * How many entries of the plan one step takes, except that the last step may take one. To skip
     * steps, skip this many entries for each.
     */
    default int evaluationsPerStep() {
        return 1;
    }

    /**
     * This method for a plan that is run piece by piece: every piece is a run of its own, so a
     * method that begins a plan in a special way leaves that out.
     */
    default Sampler inPieces() {
        return this;
    }

    /** How often a run of a plan asks the network. */
    default int evaluations(SamplingPlan plan) {
        return plan.levels().size();
    }
}
