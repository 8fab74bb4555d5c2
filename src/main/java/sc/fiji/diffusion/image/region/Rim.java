// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Corrects the brightness of a repainted part. An autoencoder gives an image back slightly brighter
 * or darker; how much, shows in the pixels just outside the hole, which the image and the model's
 * version of it have in common. That difference of the means is added to the model's version.
 */
public final class Rim {

    /** Pixels outside the hole that are compared. */
    private static final int WIDTH_PX = 8;

    private Rim() {}

    /**
     * Matches a model's version to the image.
     *
     * @param repainted the model's version, {@code [1, C, H, W]} in [0, 1]
     * @param image the image, same shape
     * @param mask {@code [1, 1, H, W]}, 1 where the model repainted
     * @return the version with each channel shifted, in [0, 1]
     */
    public static Tensor match(Tensor repainted, Tensor image, Tensor mask) {
        Tensor rim = Distance.outside(mask).map(d -> d > 0 && d <= WIDTH_PX ? 1 : 0);
        List<Tensor> channels = new ArrayList<>();
        for (int c = 0; c < repainted.dim(1); c++) {
            Tensor channel = Channels.channel(repainted, c);
            double shift = Fill.mean(Channels.channel(image, c).minus(channel), rim);
            channels.add(channel.map(value -> Math.max(0, Math.min(1, value + shift))));
        }
        return Tensor.concat(channels, 1);
    }
}
