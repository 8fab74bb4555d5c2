// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * Called after each network evaluation of a sampler: to report progress, to stop (by throwing
 * {@link java.util.concurrent.CancellationException}), or to change the sample before the next
 * step.
 */
@FunctionalInterface
public interface StepHook {

    /** Leaves the sample as it is. */
    StepHook NONE = (index, x, denoised) -> x;

    /**
     * @param index the entry of the plan that was just done, from 0
     * @param x the sample {@code x0 + sigma * eps} on the scale of the plan's next level
     * @param denoised the model's guess of x0 at this entry
     * @return the sample to go on with
     */
    Tensor afterStep(int index, Tensor x, Tensor denoised);
}
