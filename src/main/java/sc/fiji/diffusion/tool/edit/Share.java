// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.edit;

import java.util.function.Supplier;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The progress of one of several parts of a job, as the progress of the whole.
 *
 * @param whole hears of it
 * @param part from 0
 * @param parts how many there are, taken to be of the same length
 */
public record Share(Progress whole, int part, int parts) implements Progress {

    @Override
    public void step(int step, int steps, Supplier<Tensor> preview) {
        whole.step(part * steps + step, parts * steps, preview);
    }

    @Override
    public void warn(String message) {
        whole.warn(message);
    }
}
