// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.util.Collections;
import java.util.List;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What the U-Net of an inpainting model sees besides the noisy latents: first the mask, then the
 * latents of the image without what the mask hides (Rombach et al. 2022, section 4.5). Masks are 1
 * where the image is repainted and 0 where it is known.
 */
public final class InpaintingCondition {

    private InpaintingCondition() {}

    /**
     * The image with the hole in mid grey.
     *
     * @param image {@code [N, C, H, W]}
     * @param mask {@code [N, 1, H, W]}; from 0.5 on a value counts as 1
     * @param grey the value in the hole: 0 on the encoder's scale from -1 to 1, 0.5 from 0 to 1
     */
    public static Tensor hide(Tensor image, Tensor mask, double grey) {
        Tensor wide = Tensor.concat(Collections.nCopies(image.dim(1), mask), 1);
        return image.zip(wide, (v, m) -> m < 0.5 ? v : grey);
    }

    /**
     * The mask on the grid of the latents: every factor-th pixel, as in diffusers.
     *
     * @param mask {@code [N, 1, H, W]}
     * @param factor pixels of the image in one of the latents, along a side
     * @return {@code [N, 1, H / factor, W / factor]}, of 0 and 1
     */
    public static Tensor onLatentGrid(Tensor mask, int factor) {
        int height = mask.dim(2) / factor;
        int width = mask.dim(3) / factor;
        Tensor small = Tensor.zeros(mask.dim(0), 1, height, width);
        for (int i = 0; i < small.size(); i++) {
            int n = i / (height * width);
            int y = i / width % height * factor;
            int x = i % width * factor;
            float value = mask.data()[(n * mask.dim(2) + y) * mask.dim(3) + x];
            small.data()[i] = value < 0.5f ? 0 : 1;
        }
        return small;
    }

    /**
     * Both together, as channels.
     *
     * @param mask on the grid of the latents, {@code [N, 1, h, w]}
     * @param hidden scaled latents of the image without the hole, {@code [N, L, h, w]}
     * @return {@code [N, 1 + L, h, w]}
     */
    public static Tensor of(Tensor mask, Tensor hidden) {
        return Tensor.concat(List.of(mask, hidden), 1);
    }
}
