// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * A model's guess of the clean sample, whatever its network predicts (epsilon, v or the sample
 * itself).
 */
@FunctionalInterface
public interface Denoiser {

    /**
     * Estimates the clean sample x0.
     *
     * @param x the noisy sample {@code x0 + sigma * eps}, shape {@code [N, C, H, W]}
     * @param level its noise level
     * @return the denoised sample, same shape
     */
    Tensor denoise(Tensor x, NoiseLevel level);
}
