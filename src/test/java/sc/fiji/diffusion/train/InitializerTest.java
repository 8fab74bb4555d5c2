// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class InitializerTest {

    private static Map<String, Tensor> weights(long seed) {
        return Initializer.initialize(TinyNetworks.UNET.layout(), seed);
    }

    @Test
    void sameSeedGivesTheSameWeights() {
        Map<String, Tensor> first = weights(1);
        weights(1).forEach((name, t) -> assertThat(t.data()).isEqualTo(first.get(name).data()));
        assertThat(weights(2).get("conv_in.weight").data())
                .isNotEqualTo(first.get("conv_in.weight").data());
    }

    @Test
    void coversTheLayout() {
        assertThat(weights(1).keySet()).isEqualTo(TinyNetworks.UNET.layout().shapes().keySet());
    }

    @Test
    void normsAreOneAndBiasesZero() {
        Map<String, Tensor> weights = weights(1);
        assertThat(weights.get("conv_norm_out.weight").data()).containsOnly(1);
        assertThat(weights.get("conv_norm_out.bias").data()).containsOnly(0);
        assertThat(weights.get("conv_in.bias").data()).containsOnly(0);
    }

    @Test
    void layersThatEndABranchAreZero() {
        assertThat(weights(1))
                .allSatisfy(
                        (name, tensor) -> {
                            boolean ends =
                                    name.endsWith("conv2.weight")
                                            || name.endsWith("proj_out.weight")
                                            || name.equals("conv_out.weight");
                            if (ends) assertThat(tensor.data()).containsOnly(0);
                            else if (tensor.rank() > 1)
                                assertThat(tensor.data()).isNotEmpty().doesNotContain(0);
                        });
    }

    @Test
    void otherLayersAreUniformWithinTheRootOfTheirInputs() {
        Tensor weight = weights(1).get("mid_block.resnets.0.conv1.weight");
        double bound = 1 / Math.sqrt(weight.dim(1) * 9);
        double largest = weight.maxAbsDifference(Tensor.zeros(weight.shape()));
        assertThat(largest).isBetween(0.97 * bound, bound);
    }

    @Test
    void embeddingsAreNormalWithSmallDeviation() {
        Tensor embedding =
                Initializer.initialize(TinyNetworks.TEXT.layout(), 1)
                        .get("text_model.embeddings.token_embedding.weight");
        double squares = 0;
        for (float v : embedding.data()) squares += v * v;
        assertThat(Math.sqrt(squares / embedding.size())).isCloseTo(0.02, within(0.002));
    }
}
