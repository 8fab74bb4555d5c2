// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;

class AutoencoderTest {

    private static final VaeConfig CONFIG =
            new VaeConfig(1, 1, new int[] {1}, 0, 1, false, false, false, false, 1);

    /** The decoder says that memory is exhausted above 32 pixels a side. */
    @Test
    void whatOnceDidNotFitIsNotTriedAgainAsAWhole() throws IOException {
        NetworkSource source = new NetworkSource("test-functions.py").entry("double_small");
        Weights weights = Weights.of(Map.of("calls", Tensor.zeros()));
        try (Autoencoder autoencoder =
                new Autoencoder(
                        CONFIG,
                        Network.load(source),
                        Network.load(source),
                        new SafeWeights(precision -> weights, Precision.FLOAT32))) {
            Tensor large = Tensor.full(0.5f, 1, 1, 40, 32);
            for (int expected : new int[] {3, 5}) { // the whole and two tiles, then two tiles
                Tensor image = autoencoder.decode(large);
                assertThat(image.shape()).containsExactly(1, 1, 40, 32);
                assertThat(image.data()[0]).isEqualTo(1, within(1e-6f));
                assertThat(calls(weights)).isEqualTo(expected);
            }
            assertThat(autoencoder.rescue()).startsWith("VAE in tiles");
            autoencoder.decode(Tensor.zeros(1, 1, 32, 32));
            assertThat(calls(weights)).as("what fits is decoded as a whole").isEqualTo(6);
        }
    }

    private static float calls(Weights weights) {
        return weights.toTensors().get("calls").data()[0];
    }
}
