// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.tensor.Tensor;

/** Lays tensors {@code [1, C, H, W]} in [0, 1] out beside each other. */
final class Panels {

    private static final int GAP = 2;

    /** Latents of unit variance from black to white. */
    private static final double LATENT_RANGE = 6;

    private Panels() {}

    /** From left to right, with a white gap; all of one height and number of channels. */
    static Tensor row(List<Tensor> panels) {
        List<Tensor> parts = new ArrayList<>();
        for (Tensor panel : panels) {
            if (!parts.isEmpty()) parts.add(Tensor.full(1, 1, panel.dim(1), panel.dim(2), GAP));
            parts.add(panel);
        }
        return Tensor.concat(parts, 3);
    }

    /** From top to bottom. */
    static Tensor column(List<Tensor> panels) {
        List<Tensor> parts = new ArrayList<>();
        for (Tensor panel : panels) {
            if (!parts.isEmpty()) parts.add(Tensor.full(1, 1, panel.dim(1), GAP, panel.dim(3)));
            parts.add(panel);
        }
        return Tensor.concat(parts, 2);
    }

    /**
     * The channels of latents below each other in pairs, each value as a square.
     *
     * @param latents {@code [1, L, H, W]}, about normal
     * @param zoom pixels a side of each square
     * @param channels of the result
     */
    static Tensor latents(Tensor latents, int zoom, int channels) {
        List<Tensor> rows = new ArrayList<>();
        for (int c = 0; c < latents.dim(1); c += 2) {
            List<Tensor> pair = new ArrayList<>();
            for (int d = c; d < c + 2; d++) {
                int channel = Math.min(d, latents.dim(1) - 1);
                Tensor plane = Channels.channel(latents, channel);
                pair.add(zoom(plane.map(v -> v / LATENT_RANGE + 0.5), zoom));
            }
            rows.add(row(pair));
        }
        return Tensor.concat(Collections.nCopies(channels, column(rows)), 1);
    }

    /** Repeats each pixel. */
    static Tensor zoom(Tensor image, int zoom) {
        int planes = image.dim(0) * image.dim(1);
        int height = image.dim(2);
        int width = image.dim(3);
        Tensor result = Tensor.zeros(image.dim(0), image.dim(1), height * zoom, width * zoom);
        int target = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int y = 0; y < height * zoom; y++) {
                int row = (plane * height + y / zoom) * width;
                for (int x = 0; x < width * zoom; x++) {
                    result.data()[target++] = image.data()[row + x / zoom];
                }
            }
        }
        return result;
    }

    /** An image at the left top of a larger, white one. */
    static Tensor pad(Tensor image, int width, int height) {
        Tensor right = Tensor.full(1, 1, image.dim(1), image.dim(2), width - image.dim(3));
        Tensor wide = Tensor.concat(List.of(image, right), 3);
        Tensor below = Tensor.full(1, 1, image.dim(1), height - image.dim(2), width);
        return Tensor.concat(List.of(wide, below), 2);
    }
}
