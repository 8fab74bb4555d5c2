// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;

/** Counts steps, and cancels after some of them. */
public final class CountedProgress implements Progress {

    private final int most;
    private int steps;

    /**
     * @param most the step after these cancels
     */
    public CountedProgress(int most) {
        this.most = most;
    }

    /** Never cancels. */
    public CountedProgress() {
        this(Integer.MAX_VALUE);
    }

    @Override
    public void step(int step, int all, Supplier<Tensor> preview) {
        if (steps == most) throw new CancellationException("after " + most + " steps");
        steps++;
    }

    /** The steps so far. */
    public int steps() {
        return steps;
    }
}
