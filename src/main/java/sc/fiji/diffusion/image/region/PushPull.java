// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * Continues an image smoothly into a hole: the known pixels are averaged over ever larger blocks
 * until nothing is unknown, and the hole takes the finest average that there is (Gortler et al.
 * 1996, The Lumigraph, section 3.5.2).
 */
final class PushPull {

    private PushPull() {}

    /**
     * Fills the hole of a channel.
     *
     * @param channel {@code [1, 1, H, W]}
     * @param hole same shape, 1 where the value is unknown
     */
    static Tensor fill(Tensor channel, Tensor hole) {
        Tensor known = hole.map(value -> value != 0 ? 0 : 1);
        return complete(channel.zip(known, (value, k) -> value * k), known);
    }

    /** Values that are 0 where {@code known} is 0, a share in between being an average so far. */
    private static Tensor complete(Tensor values, Tensor known) {
        int height = values.dim(2);
        int width = values.dim(3);
        if (width <= 1 && height <= 1) return values;
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        Tensor weight = Resample.to(known, halfWidth, halfHeight);
        Tensor average =
                Resample.to(values.zip(known, (value, k) -> value * k), halfWidth, halfHeight)
                        .zip(weight, (value, k) -> k > 0 ? value / k : 0);
        Tensor certain = weight.map(k -> Math.min(1, 2 * k));
        Tensor coarse = Resample.to(complete(average, certain), width, height);
        Tensor missing = coarse.zip(known, (value, k) -> value * (1 - k));
        return missing.plus(values.zip(known, (value, k) -> value * k));
    }
}
