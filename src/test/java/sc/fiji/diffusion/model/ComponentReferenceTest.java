// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;

/** Each network against what transformers and diffusers compute with the same weights. */
class ComponentReferenceTest {

    private static final double TOLERANCE = 1e-4;

    static List<String> models() {
        return Reference.list("cases/components");
    }

    @ParameterizedTest
    @MethodSource("models")
    void textEncoderGivesAllHiddenStates(String name) throws IOException {
        Reference expected = Reference.open("cases/components/" + name + ".safetensors");
        Tensor ids = expected.read("input_ids");
        try (TextEncoder encoder =
                TextEncoder.load(
                        new ModelFolder(Reference.path("models/" + name)), Precision.FLOAT32)) {
            for (int n = 0; n < ids.dim(0); n++) {
                TextStates states = encoder.encode(toInts(ids.batch(n)));
                for (int i = 0; i < states.hidden().size(); i++) {
                    Tensor state = expected.read("text.hidden_states." + i).batch(n);
                    assertClose("text encoder, " + name, states.hidden().get(i), state);
                }
                assertClose(
                        "text encoder, " + name,
                        states.output(),
                        expected.read("text.last_hidden_state").batch(n));
            }
        }
    }

    static List<String> pairs() {
        return models().stream().filter(name -> name.contains("sdxl")).toList();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void secondTextEncoderGivesTheEmbeddingOfTheWholeText(String name) throws IOException {
        Reference expected = Reference.open("cases/components/" + name + ".safetensors");
        Tensor ids = expected.read("input_ids_2");
        try (TextEncoder encoder =
                TextEncoder.loadSecond(
                        new ModelFolder(Reference.path("models/" + name)), Precision.FLOAT32)) {
            for (int n = 0; n < ids.dim(0); n++) {
                TextStates states = encoder.encode(toInts(ids.batch(n)));
                assertClose(
                        "second text encoder, " + name,
                        states.fromEnd(2),
                        expected.read("text_2.penultimate").batch(n));
                assertClose(
                        "second text encoder, " + name,
                        states.pooled(),
                        expected.read("text_2.text_embeds").batch(n));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void unetPredictsAtEveryTimestep(String name) throws IOException {
        Reference expected = Reference.open("cases/components/" + name + ".safetensors");
        try (Unet unet =
                Unet.load(new ModelFolder(Reference.path("models/" + name)), Precision.FLOAT32)) {
            for (int timestep : new int[] {0, 1, 500, 981, 999}) {
                Tensor prediction =
                        unet.predict(expected.read("unet.sample"), timestep, seen(expected));
                assertClose("U-Net, " + name, prediction, expected.read("unet.out." + timestep));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void autoencoderEncodesAndDecodes(String name) throws IOException {
        Reference expected = Reference.open("cases/components/" + name + ".safetensors");
        try (Autoencoder vae =
                Autoencoder.load(
                        new ModelFolder(Reference.path("models/" + name)), Precision.FLOAT32)) {
            Posterior posterior = vae.encode(expected.read("vae.image"));
            assertClose("autoencoder, " + name, posterior.mean(), expected.read("vae.mean"));
            assertClose(
                    "autoencoder, " + name, posterior.logVariance(), expected.read("vae.logvar"));
            assertClose(
                    "autoencoder, " + name,
                    vae.decode(expected.read("vae.z")),
                    expected.read("vae.decoded"));
        }
    }

    private static Conditioning seen(Reference expected) {
        Tensor context = expected.read("unet.encoder_hidden_states");
        return expected.names().contains("time_ids")
                ? new Conditioning(
                        context, expected.read("text_2.text_embeds"), expected.read("time_ids"))
                : Conditioning.of(context);
    }

    private static int[] toInts(Tensor values) {
        int[] ints = new int[values.size()];
        for (int i = 0; i < ints.length; i++) ints[i] = (int) values.data()[i];
        return ints;
    }

    /** The difference, relative to the largest value. */
    private static void assertClose(String part, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double largest = 0;
        for (float v : expected.data()) largest = Math.max(largest, Math.abs(v));
        assertThat(Differences.note(part, actual.maxAbsDifference(expected) / largest))
                .as("largest difference over largest value, " + Arrays.toString(expected.shape()))
                .isLessThan(TOLERANCE);
    }
}
