// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;

class GuidanceTest {

    private static final Reference EXPECTED = Reference.open("cases/rescale.safetensors");

    /** Recorded by src/test/python/more_samplers.py with the scale 7.5. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 1})
    void rescalesAsDiffusersDoes(double rescale) {
        Tensor guided =
                new Guidance(7.5, rescale)
                        .apply(EXPECTED.read("negative"), EXPECTED.read("prompt"));
        assertThat(guided.maxAbsDifference(EXPECTED.read("rescaled." + rescale))).isLessThan(1e-5);
    }

    @Test
    void withoutRescalingItGoesStraightAheadFromTheNegative() {
        Tensor negative = EXPECTED.read("negative");
        Tensor prompt = EXPECTED.read("prompt");
        Tensor guided = Guidance.of(3).apply(negative, prompt);
        assertThat(guided.maxAbsDifference(negative.combine(-2, prompt, 3))).isZero();
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Guidance.of(0.5)).hasMessageContaining("was 0.5");
        assertThatThrownBy(() -> Guidance.of(Double.NaN)).hasMessageContaining("was NaN");
        assertThatThrownBy(() -> new Guidance(7, 1.5))
                .hasMessageContaining("rescale must be between 0 (off) and 1 (full), was 1.5");
    }
}
