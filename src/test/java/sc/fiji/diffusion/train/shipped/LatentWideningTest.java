// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;
import sc.fiji.diffusion.train.TinyNetworks;

class LatentWideningTest {

    private static final VaeConfig VAE = TinyNetworks.VAE;
    private static final VaeConfig WIDE_VAE =
            new VaeConfig(1, 7, new int[] {8, 8}, 1, 4, true, true, true, true, 1);
    private static final LatentWidening WIDENING = new LatentWidening(4, 7);

    private static Tensor run(NetworkSource source, Map<String, Tensor> weights, Tensor... input) {
        try (Network network = Network.load(source);
                Weights native32 = Weights.of(weights)) {
            return network.run(native32, input).get(0);
        }
    }

    private static Tensor gaussian(int... shape) {
        return StepRandom.gaussian(new Random(1), shape);
    }

    @Test
    void theAutoencoderEncodesAndDecodesWhatItDid() {
        Map<String, Tensor> narrow = TinyNetworks.randomWeights(VAE.layout(), 4);
        Map<String, Tensor> wide = WIDENING.carry(narrow, WIDE_VAE.layout(), 1);

        Tensor images = gaussian(2, 1, 16, 16);
        Tensor moments = run(VAE.encoder(), narrow, images);
        Tensor wideMoments = run(WIDE_VAE.encoder(), wide, images);
        assertClose(wideMoments.channels(0, 4), moments.channels(0, 4));
        assertClose(wideMoments.channels(7, 11), moments.channels(4, 8));
        assertThat(wideMoments.channels(4, 7).data()).doesNotContain(0);

        Tensor latents = gaussian(2, 7, 8, 8);
        assertClose(
                run(WIDE_VAE.decoder(), wide, latents),
                run(VAE.decoder(), narrow, latents.channels(0, 4)));
    }

    @Test
    void theUnetPredictsWhatItDid() {
        UnetConfig config = TinyNetworks.UNET;
        UnetConfig wideConfig = TinyNetworks.unet(7);
        Map<String, Tensor> narrow = TinyNetworks.randomWeights(config.layout(), 4);
        Map<String, Tensor> wide = WIDENING.carry(narrow, wideConfig.layout(), 1);

        Tensor latents = gaussian(2, 7, 8, 8);
        Tensor timesteps = Tensor.of(new float[] {10, 700}, 2);
        Tensor context = gaussian(2, 5, config.contextWidth());
        assertClose(
                run(wideConfig.source(), wide, latents, timesteps, context).channels(0, 4),
                run(config.source(), narrow, latents.channels(0, 4), timesteps, context));
    }

    @Test
    void channelsAreNeverDropped() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LatentWidening(8, 4))
                .withMessageContaining("8 latent channels cannot be carried over to 4");
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        double largest = expected.maxAbsDifference(Tensor.zeros(expected.shape()));
        assertThat(actual.maxAbsDifference(expected)).isLessThan(1e-5 * largest);
    }
}
