// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.tensor.Tensor;

/** Networks as small as can be, for tests. */
public final class TinyNetworks {

    /** Grey images, four latent channels, two resolutions. */
    public static final VaeConfig VAE =
            new VaeConfig(1, 4, new int[] {8, 8}, 1, 4, true, true, true, true, 1);

    public static final UnetConfig UNET = unet(4);

    public static final ClipTextConfig TEXT =
            new ClipTextConfig(50, 6, 12, 24, 1, 2, false, 1e-5, 49, 0);

    private TinyNetworks() {}

    /** A U-Net of two resolutions for any number of latent channels. */
    public static UnetConfig unet(int latents) {
        return new UnetConfig(
                latents,
                latents,
                new int[] {8, 8},
                new boolean[] {false, true},
                new boolean[] {true, false},
                1,
                new int[] {1, 1},
                new int[] {2, 2},
                12,
                4,
                1e-5,
                true,
                true,
                0,
                true,
                4,
                0,
                0);
    }

    /** Random weights none of which is zero, unlike those that training starts from. */
    public static Map<String, Tensor> randomWeights(WeightLayout layout, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        layout.shapes()
                .forEach(
                        (name, shape) -> {
                            Tensor zeros = Tensor.zeros(shape);
                            double scale = 1 / Math.sqrt((double) zeros.size() / shape[0]);
                            weights.put(name, zeros.map(v -> scale * random.nextGaussian()));
                        });
        return weights;
    }
}
