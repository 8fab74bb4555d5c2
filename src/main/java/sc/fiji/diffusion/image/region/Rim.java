// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Matches the brightness of a repainted part to its surroundings. An autoencoder gives an image
 * back slightly brighter or darker, here more than there; how much, shows just outside the hole, in
 * the pixels that the image and the model's version of it have in common. That difference, freed
 * from noise, is continued smoothly into the hole and added, so that no step is left at the rim (as
 * in Perez et al. 2003, Poisson Image Editing, where the difference is harmonic).
 */
public final class Rim {

    /** Pixels outside the hole that are compared. */
    static final int WIDTH_PX = 8;

    /** The noise of single pixels is averaged over this radius. */
    private static final double SIGMA_PX = 3;

    /** An average counts where it has at least this share of its weight from known pixels. */
    private static final double ENOUGH = 0.05;

    private Rim() {}

    /**
     * Matches a model's version to the image.
     *
     * @param repainted the model's version, {@code [1, C, H, W]} in [0, 1]
     * @param image the image, same shape
     * @param unknown {@code [1, 1, H, W]}, 1 where the image holds nothing to compare with
     * @param hole {@code [1, 1, H, W]}, 1 where the model repainted
     * @return the version with the difference added, in [0, 1]
     */
    public static Tensor match(Tensor repainted, Tensor image, Tensor unknown, Tensor hole) {
        Tensor ring = Distance.outside(hole).map(d -> d > 0 && d <= WIDTH_PX ? 1 : 0);
        Tensor known = ring.zip(unknown, (inRing, missing) -> missing != 0 ? 0 : inRing);
        List<Tensor> channels = new ArrayList<>();
        for (int c = 0; c < repainted.dim(1); c++) {
            Tensor channel = Channels.channel(repainted, c);
            Tensor difference = smooth(Channels.channel(image, c).minus(channel), known);
            channels.add(channel.zip(difference, (v, d) -> Math.max(0, Math.min(1, v + d))));
        }
        return Tensor.concat(channels, 1);
    }

    /** A mask with all pixels at most some pixels away from it. */
    public static Tensor widen(Tensor mask, int px) {
        return Distance.outside(mask).map(d -> d <= px ? 1 : 0);
    }

    /**
     * The root of the mean square where {@code where} is 1.
     *
     * @param values {@code [1, C, H, W]}
     * @param where {@code [1, 1, H, W]} of 0 and 1
     */
    public static double rootMeanSquare(Tensor values, Tensor where) {
        double sum = 0;
        for (int c = 0; c < values.dim(1); c++) {
            sum += Fill.mean(Channels.channel(values, c).map(v -> v * v), where);
        }
        return Math.sqrt(sum / values.dim(1));
    }

    /** The standard deviation where {@code where} is 1, of each channel, averaged as squares. */
    public static double deviation(Tensor values, Tensor where) {
        double sum = 0;
        for (int c = 0; c < values.dim(1); c++) {
            Tensor channel = Channels.channel(values, c);
            double mean = Fill.mean(channel, where);
            sum += Fill.mean(channel.map(v -> (v - mean) * (v - mean)), where);
        }
        return Math.sqrt(sum / values.dim(1));
    }

    /** The local means of the known values, continued to where there are none. */
    private static Tensor smooth(Tensor values, Tensor known) {
        Tensor weight = blur(known);
        Tensor sum = blur(values.zip(known, (v, k) -> k != 0 ? v : 0));
        Tensor means = sum.zip(weight, (s, w) -> w > 0 ? s / w : 0);
        return PushPull.fill(means, weight.map(w -> w >= ENOUGH ? 0 : 1));
    }

    private static Tensor blur(Tensor values) {
        float[] data = values.data().clone();
        FloatProcessor plane = new FloatProcessor(values.dim(3), values.dim(2), data);
        new GaussianBlur().blurGaussian(plane, SIGMA_PX, SIGMA_PX, 0.002);
        return Tensor.of(data, values.shape());
    }
}
