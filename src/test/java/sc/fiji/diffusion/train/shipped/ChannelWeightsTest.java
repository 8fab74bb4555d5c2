// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;
import sc.fiji.diffusion.train.TinyNetworks;

class ChannelWeightsTest {

    /** The decoder's first layer is made blind to channel 1 and keen on channel 2. */
    @Test
    void aChannelCountsAsMuchAsItShows() {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(TinyNetworks.randomWeights(TinyNetworks.VAE.layout(), 3));
        weights.computeIfPresent("post_quant_conv.weight", (name, w) -> scaled(w));
        Tensor latents = StepRandom.gaussian(new Random(1), 3, 4, 8, 8);
        float[] channels = ChannelWeights.of(TinyNetworks.VAE, weights, latents);
        assertThat(channels).hasSize(4);
        assertThat(channels[1]).isEqualTo(0.3f);
        for (int other : new int[] {0, 1, 3})
            assertThat(channels[2]).isGreaterThan(channels[other]);
        for (float weight : channels) assertThat(weight).isBetween(0.3f, 3f);
    }

    private static Tensor scaled(Tensor kernel) {
        float[] factors = {1, 0, 5, 1};
        Tensor scaled = kernel.times(1);
        for (int i = 0; i < scaled.size(); i++) scaled.data()[i] *= factors[i % 4];
        return scaled;
    }
}
