// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;

class LatentNormalizerTest {

    private static final Map<String, Tensor> AUTOENCODER =
            TinyNetworks.randomWeights(TinyNetworks.VAE.layout(), 4);

    private static final Tensor IMAGES =
            StepRandom.gaussian(new Random(1), 3, 1, 16, 16).map(Math::tanh);

    private static Tensor run(NetworkSource source, Map<String, Tensor> weights, Tensor input) {
        try (Network network = Network.load(source);
                Weights native32 = Weights.of(weights)) {
            return network.run(native32, input).get(0);
        }
    }

    @Test
    void latentsGetMeanZeroAndDeviationOneAndDecodeToTheSameImage() {
        Tensor moments = run(TinyNetworks.VAE.encoder(), AUTOENCODER, IMAGES);
        Tensor mean = moments.channels(0, 4);
        LatentNormalizer measured = LatentNormalizer.measure(mean);
        Map<String, Tensor> normalized = measured.apply(AUTOENCODER);

        Tensor newMoments = run(TinyNetworks.VAE.encoder(), normalized, IMAGES);
        LatentNormalizer again = LatentNormalizer.measure(newMoments.channels(0, 4));
        for (int c = 0; c < 4; c++) {
            assertThat(again.mean()[c]).isCloseTo(0, within(1e-5));
            assertThat(again.deviation()[c]).isCloseTo(1, within(1e-5));
        }

        Tensor decoded = run(TinyNetworks.VAE.decoder(), AUTOENCODER, mean);
        Tensor decodedAgain =
                run(TinyNetworks.VAE.decoder(), normalized, newMoments.channels(0, 4));
        double largest = decoded.maxAbsDifference(Tensor.zeros(decoded.shape()));
        assertThat(decodedAgain.maxAbsDifference(decoded)).isLessThan(1e-4 * largest);
    }

    @Test
    void varianceOfThePosteriorIsScaledLikeItsMean() {
        Tensor moments = run(TinyNetworks.VAE.encoder(), AUTOENCODER, IMAGES);
        LatentNormalizer measured = LatentNormalizer.measure(moments.channels(0, 4));
        Tensor changed = run(TinyNetworks.VAE.encoder(), measured.apply(AUTOENCODER), IMAGES);
        for (int c = 0; c < 4; c++) {
            double shift = -2 * Math.log(measured.deviation()[c]);
            Tensor expected = moments.channels(4 + c, 5 + c).map(v -> v + shift);
            assertThat(changed.channels(4 + c, 5 + c).maxAbsDifference(expected)).isLessThan(1e-4);
        }
    }

    @Test
    void withoutNoiseThePosteriorIsItsMean() {
        Map<String, Tensor> silent = LatentNormalizer.withoutNoise(AUTOENCODER);
        Tensor before = run(TinyNetworks.VAE.encoder(), AUTOENCODER, IMAGES);
        Tensor moments = run(TinyNetworks.VAE.encoder(), silent, IMAGES);
        assertThat(moments.channels(0, 4).data()).isEqualTo(before.channels(0, 4).data());
        assertThat(moments.channels(4, 8).data()).containsOnly(-20f);
    }

    @Test
    void onlyTheConvolutionsNextToTheLatentsChange() {
        LatentNormalizer any = new LatentNormalizer(new double[4], new double[] {2, 2, 2, 2});
        assertThat(any.apply(AUTOENCODER))
                .allSatisfy(
                        (name, t) -> {
                            if (!name.contains("quant_conv"))
                                assertThat(t).isSameAs(AUTOENCODER.get(name));
                        });
    }

    @Test
    void autoencoderWithoutThemIsRefused() {
        Map<String, Tensor> without = new LinkedHashMap<>(AUTOENCODER);
        without.remove("quant_conv.weight");
        LatentNormalizer any = new LatentNormalizer(new double[4], new double[] {1, 1, 1, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> any.apply(without))
                .withMessage("the autoencoder has no quant_conv.weight to normalise");
    }

    @Test
    void constantChannelIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatentNormalizer.measure(Tensor.zeros(2, 1, 3, 3)))
                .withMessageContaining("[0.0]");
    }
}
