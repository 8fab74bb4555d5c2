// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Initializer;

/**
 * Carries weights over to networks with more latent channels, so that a model learns finer detail
 * without forgetting the rest. The first channels mean what they meant, and nothing depends on the
 * new ones yet: the autoencoder decodes and the U-Net predicts in the old channels what it did
 * before.
 *
 * @param from latent channels of the weights
 * @param to latent channels of the networks, at least as many
 */
record LatentWidening(int from, int to) {

    /** Refuses to drop channels. */
    LatentWidening {
        if (to < from) {
            throw new IllegalArgumentException(
                    "a model with "
                            + from
                            + " latent channels cannot be carried over to "
                            + to
                            + "; start without it");
        }
    }

    /**
     * The weights for the wider networks.
     *
     * @param old the weights
     * @param layout of the wider networks
     * @param seed of what makes the new channels, which starts at random
     */
    Map<String, Tensor> carry(Map<String, Tensor> old, WeightLayout layout, long seed) {
        Map<String, Tensor> wide = new LinkedHashMap<>(Initializer.initialize(layout, seed));
        wide.replaceAll((name, fresh) -> lay(old.get(name), fresh));
        return wide;
    }

    /** The old tensor in the place of the same channels of a new one. */
    private Tensor lay(Tensor old, Tensor fresh) {
        if (Arrays.equals(old.shape(), fresh.shape())) return old;
        int rows = old.dim(0);
        int columns = old.rank() == 1 ? 1 : old.dim(1);
        int wideColumns = fresh.rank() == 1 ? 1 : fresh.dim(1);
        int kernel = old.size() / (rows * columns);
        Tensor result = fresh.times(1);
        for (int r = 0; r < rows; r++) {
            int start = place(r, rows, fresh.dim(0)) * wideColumns;
            Arrays.fill(result.data(), start * kernel, (start + wideColumns) * kernel, 0);
            for (int c = 0; c < columns; c++) {
                System.arraycopy(
                        old.data(),
                        (r * columns + c) * kernel,
                        result.data(),
                        (start + place(c, columns, wideColumns)) * kernel,
                        kernel);
            }
        }
        return result;
    }

    /** Where a channel goes; of means and log-variances side by side, each half by itself. */
    private int place(int channel, int count, int wide) {
        boolean logVariance = count == 2 * from && wide == 2 * to && channel >= from;
        return logVariance ? channel - from + to : channel;
    }
}
