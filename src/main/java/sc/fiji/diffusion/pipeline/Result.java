// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * What a pipeline made.
 *
 * @param images the images, {@code [N, C, H, W]} in [0, 1]
 * @param latents the final latents, {@code [N, L, H / f, W / f]}, scaled as the network sees them
 * @param stepsRun network evaluations of the run, guidance not counted
 */
public record Result(Tensor images, Tensor latents, int stepsRun) {}
