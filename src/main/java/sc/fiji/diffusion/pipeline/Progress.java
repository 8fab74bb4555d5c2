// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.function.Supplier;
import sc.fiji.diffusion.tensor.Tensor;

/** Hears of each step, and may stop the run. */
public interface Progress {

    /** Says nothing and never stops. */
    Progress NONE = (step, steps, preview) -> {};

    /**
     * Called after each step on the thread that computes.
     *
     * @param step steps done, from 1
     * @param steps steps to do
     * @param preview decodes the model's current guess, {@code [N, C, H, W]} in [0, 1]; costs one
     *     VAE decoding when called
     * @throws java.util.concurrent.CancellationException to stop; nothing of the run remains
     */
    void step(int step, int steps, Supplier<Tensor> preview);

    /**
     * Called when a run goes on but not quite as asked.
     *
     * @param message one sentence for the user
     */
    default void warn(String message) {}
}
