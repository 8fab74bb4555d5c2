// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.util.function.UnaryOperator;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Decodes latents in overlapping tiles that are blended linearly, for when the whole does not fit
 * into memory. An autoencoder looks far around a pixel and normalises over what it sees, so the
 * result is close to that of the whole, not equal to it.
 */
final class TiledDecoder {

    private final UnaryOperator<Tensor> decoder;
    private final int tile;
    private final int overlap;

    /**
     * @param decoder latents {@code [N, L, H, W]} to images {@code [N, C, f H, f W]}
     * @param tile latent pixels a side
     * @param overlap latent pixels that neighbouring tiles share, below {@code tile}
     */
    TiledDecoder(UnaryOperator<Tensor> decoder, int tile, int overlap) {
        this.decoder = decoder;
        this.tile = tile;
        this.overlap = overlap;
    }

    /** Decodes latents. */
    Tensor decode(Tensor latents) {
        int height = latents.dim(2);
        int width = latents.dim(3);
        float[] sum = null;
        float[] weight = null;
        int[] shape = null;
        int factor = 0;
        for (int top : starts(height)) {
            for (int left : starts(width)) {
                int rows = Math.min(tile, height - top);
                int columns = Math.min(tile, width - left);
                Tensor image = decoder.apply(cut(latents, top, left, rows, columns));
                if (shape == null) {
                    factor = image.dim(2) / rows;
                    shape = new int[] {image.dim(0), image.dim(1), height * factor, width * factor};
                    sum = Tensor.zeros(shape).data();
                    weight = new float[shape[2] * shape[3]];
                }
                add(image, top * factor, left * factor, overlap * factor, shape, sum, weight);
            }
        }
        int plane = weight.length;
        for (int i = 0; i < sum.length; i++) sum[i] /= weight[i % plane];
        return Tensor.of(sum, shape);
    }

    /** Where tiles begin, so that the last one ends with the image. */
    private int[] starts(int length) {
        if (length <= tile) return new int[] {0};
        int count = 1 + (int) Math.ceil((length - tile) / (double) (tile - overlap));
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = (int) Math.round(i * (length - tile) / (count - 1.0));
        }
        return starts;
    }

    private static Tensor cut(Tensor latents, int top, int left, int rows, int columns) {
        int planes = latents.dim(0) * latents.dim(1);
        int width = latents.dim(3);
        Tensor part = Tensor.zeros(latents.dim(0), latents.dim(1), rows, columns);
        for (int p = 0; p < planes; p++) {
            for (int y = 0; y < rows; y++) {
                int from = (p * latents.dim(2) + top + y) * width + left;
                int to = (p * rows + y) * columns;
                System.arraycopy(latents.data(), from, part.data(), to, columns);
            }
        }
        return part;
    }

    private static void add(
            Tensor image, int top, int left, int ramp, int[] shape, float[] sum, float[] weight) {
        int rows = image.dim(2);
        int columns = image.dim(3);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                float share = rise(y, rows, ramp) * rise(x, columns, ramp);
                int target = (top + y) * shape[3] + left + x;
                weight[target] += share;
                for (int p = 0; p < shape[0] * shape[1]; p++) {
                    float value = image.data()[(p * rows + y) * columns + x];
                    sum[p * weight.length + target] += share * value;
                }
            }
        }
    }

    /** Rises from each edge over the overlap; never 0, so that edges of the image count. */
    private static float rise(int position, int length, int ramp) {
        int fromEdge = Math.min(position + 1, length - position);
        return Math.min(1f, fromEdge / (float) Math.max(1, ramp));
    }
}
