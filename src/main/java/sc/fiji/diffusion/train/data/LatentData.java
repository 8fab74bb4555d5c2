// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import java.util.List;
import java.util.function.Function;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What a denoiser of latents learns from.
 *
 * @param training images to train on
 * @param heldOut images of the figures
 * @param scale of the latents that the denoiser sees
 * @param text from a caption to the inputs that the objective has for it, each {@code [1, ...]}:
 *     its tokens, or its embeddings
 * @param count images in a batch
 * @param seed of everything random
 */
public record LatentData(
        LatentSet training,
        LatentSet heldOut,
        double scale,
        Function<String, List<Tensor>> text,
        int count,
        long seed) {}
