// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.tensor.Tensor;

/** What all samplers share: ask the network, step, let the hook see the sample, and so on. */
final class SamplingLoop {

    /** The formula of a sampler. */
    @FunctionalInterface
    interface Step {

        /**
         * @param i the entry of the plan, from 0
         * @param x the sample at this entry's level
         * @param denoised the model's guess of x0
         * @return the sample at the level of the next entry
         */
        Tensor next(int i, Tensor x, Tensor denoised);
    }

    private SamplingLoop() {}

    /** Runs a plan from start to end; the result is on the scale of the network's data. */
    static Tensor run(Denoiser model, Tensor start, SamplingPlan plan, StepHook hook, Step step) {
        Tensor x = start;
        for (int i = 0; i < plan.levels().size(); i++) {
            Tensor denoised = model.denoise(x, plan.levels().get(i));
            x = hook.afterStep(i, step.next(i, x, denoised), denoised);
        }
        return x.times(plan.end().alpha());
    }
}
