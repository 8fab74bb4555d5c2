// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;

/**
 * The networks in every number format, channels last in half precision, on whatever this machine
 * has: slow in half precision on most processors, but these networks are tiny.
 */
class HalfPrecisionRunTest {

    private static final Reference EXPECTED =
            Reference.open("cases/components/tiny-sd1.safetensors");

    private static ModelSource source() throws IOException {
        return ModelSource.open(Reference.path("models/tiny-sd1"));
    }

    private static double tolerance(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> 1e-4;
            case FLOAT16 -> 1e-2;
            case BFLOAT16 -> 6e-2;
        };
    }

    private static Weights load(String part, WeightLayout layout, Precision precision)
            throws IOException {
        return Weights.load(source().weights(part), layout, precision);
    }

    private static void assertClose(Tensor actual, String expected, Precision precision) {
        Tensor values = EXPECTED.read(expected);
        double scale = 0;
        for (float value : values.data()) scale = Math.max(scale, Math.abs(value));
        assertThat(actual.maxAbsDifference(values) / scale)
                .as(expected + " in " + precision.label())
                .isLessThan(tolerance(precision));
    }

    @ParameterizedTest
    @EnumSource
    void unet(Precision precision) throws IOException {
        UnetConfig config = UnetConfig.read(source().config(ModelSource.UNET));
        try (Network network = Network.load(config.source());
                Weights weights = load(ModelSource.UNET, config.layout(), precision)) {
            Tensor sample = EXPECTED.read("unet.sample");
            Tensor context = EXPECTED.read("unet.encoder_hidden_states");
            Tensor time = Tensor.full(981, sample.dim(0));
            assertClose(
                    network.run(weights, sample, time, context).get(0), "unet.out.981", precision);
        }
    }

    @ParameterizedTest
    @EnumSource
    void autoencoder(Precision precision) throws IOException {
        VaeConfig config = VaeConfig.read(source().config(ModelSource.VAE));
        try (Network encoder = Network.load(config.encoder());
                Network decoder = Network.load(config.decoder());
                Weights weights = load(ModelSource.VAE, config.layout(), precision)) {
            Tensor moments = encoder.run(weights, EXPECTED.read("vae.image")).get(0);
            assertClose(Posterior.of(moments).mean(), "vae.mean", precision);
            assertClose(
                    decoder.run(weights, EXPECTED.read("vae.z")).get(0), "vae.decoded", precision);
        }
    }

    @ParameterizedTest
    @EnumSource
    void textEncoder(Precision precision) throws IOException {
        ClipTextConfig config = ClipTextConfig.read(source().config(ModelSource.TEXT_ENCODER));
        try (Network network = Network.load(config.source());
                Weights weights = load(ModelSource.TEXT_ENCODER, config.layout(), precision)) {
            var states = network.run(weights, EXPECTED.read("input_ids"));
            assertClose(states.get(states.size() - 1), "text.last_hidden_state", precision);
        }
    }
}
