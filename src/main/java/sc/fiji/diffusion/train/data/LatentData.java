// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import java.util.function.Function;

/**
 * What a denoiser of latents learns from.
 *
 * @param training images to train on
 * @param heldOut images of the figures
 * @param scale of the latents that the denoiser sees
 * @param tokenizer from a caption to its tokens
 * @param count images in a batch
 * @param seed of everything random
 */
public record LatentData(
        LatentSet training,
        LatentSet heldOut,
        double scale,
        Function<String, int[]> tokenizer,
        int count,
        long seed) {}
