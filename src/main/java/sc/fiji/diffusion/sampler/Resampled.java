// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * A sampler that goes back and forth: after every few steps it adds the noise that they took away
 * and does them again. When a hook puts known content back after each step, this gives the network
 * several looks at each noise level, so that what it makes agrees with what is known (Lugmayr et
 * al., "RePaint" 2022, algorithm 1). Each time a piece of the plan is run, it is a run of its own,
 * with a Brownian motion of its own for samplers that use one.
 *
 * @param sampler does the steps
 * @param times how often each step is done; 1 is the sampler itself
 * @param jump steps that are done before going back
 */
public record Resampled(Sampler sampler, int times, int jump) implements Sampler {

    /** Checks the numbers. */
    public Resampled {
        if (times < 1 || jump < 1) {
            throw new IllegalArgumentException(
                    "resampling needs at least one time and a jump of at least one step, was "
                            + times
                            + " times after "
                            + jump);
        }
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return method().plan(schedule, steps);
    }

    private Sampler method() {
        return times == 1 ? sampler : sampler.inPieces();
    }

    @Override
    public int evaluationsPerStep() {
        return sampler.evaluationsPerStep();
    }

    @Override
    public int evaluations(SamplingPlan plan) {
        return plan.levels().size() * times;
    }

    @Override
    public Tensor sample(
            Denoiser model, Tensor start, SamplingPlan plan, Noise noise, StepHook hook) {
        if (times == 1) return sampler.sample(model, start, plan, noise, hook);
        int size = plan.levels().size();
        int stride = jump * evaluationsPerStep();
        Tensor x = start;
        for (int from = 0; from < size; from += stride) {
            int first = from;
            SamplingPlan piece = plan.piece(from, Math.min(size, from + stride));
            StepHook shifted = (i, y, denoised) -> hook.afterStep(first + i, y, denoised);
            for (int round = 1; round <= times; round++) {
                Noise ofRound = noise.withMotion(first, round);
                Tensor done = method().sample(model, x, piece, ofRound, shifted);
                x = done.times(1 / piece.end().alpha());
                if (round < times) x = back(x, piece, noise);
            }
        }
        return x.times(plan.end().alpha());
    }

    /** From the end of a piece to the noise level of its start. */
    private static Tensor back(Tensor x, SamplingPlan piece, Noise noise) {
        double from = piece.sigma(0);
        double to = piece.end().sigma();
        return Steps.addNoise(x, noise, Math.sqrt(Math.max(0, from * from - to * to)));
    }
}
