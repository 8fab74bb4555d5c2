// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;

class SafeWeightsTest {

    private final List<Precision> loaded = new ArrayList<>();
    private int runs;

    private SafeWeights weights(Precision precision) throws IOException {
        return new SafeWeights(
                p -> {
                    loaded.add(p);
                    return Weights.of(Map.of("a", Tensor.full(1, 1)));
                },
                precision);
    }

    /** A decoder that overflows in half precision. */
    private Tensor decode(Weights weights) {
        runs++;
        boolean half = loaded.get(loaded.size() - 1) != Precision.FLOAT32;
        if (half) throw new NotFiniteException("too large");
        return Tensor.full(3, 1, 1, 2, 2);
    }

    @Test
    void resultThatIsNotFiniteIsComputedAgainInFloat32AndStaysThere() throws IOException {
        try (SafeWeights weights = weights(Precision.FLOAT16)) {
            assertThat(weights.run(this::decode).data()).containsOnly(3);
            assertThat(loaded).containsExactly(Precision.FLOAT16, Precision.FLOAT32);
            assertThat(weights.rescue()).isEqualTo("VAE in float32, since float16 overflowed");
            weights.run(this::decode);
            assertThat(runs).isEqualTo(3);
        }
    }

    @Test
    void thereIsNoFallbackFromFloat32() throws IOException {
        try (SafeWeights weights = weights(Precision.FLOAT32)) {
            NotFiniteException overflow = new NotFiniteException("too large");
            assertThatExceptionOfType(NotFiniteException.class)
                    .isThrownBy(
                            () ->
                                    weights.run(
                                            w -> {
                                                throw overflow;
                                            }))
                    .isSameAs(overflow);
            assertThat(loaded).hasSize(1);
            assertThat(weights.rescue()).isEmpty();
        }
    }
}
