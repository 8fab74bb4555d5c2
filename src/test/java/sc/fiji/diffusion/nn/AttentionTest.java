// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

/** Attention as libtorch fuses it, and written out as gradients on a GPU need it. */
class AttentionTest {

    @Test
    void bothFormsAgree() {
        Random random = new Random(1);
        Tensor q = Tensor.zeros(2, 3, 7, 8).map(zero -> random.nextGaussian());
        Tensor k = Tensor.zeros(2, 3, 7, 8).map(zero -> random.nextGaussian());
        Tensor v = Tensor.zeros(2, 3, 7, 8).map(zero -> random.nextGaussian());
        NetworkSource source =
                new NetworkSource("layers.py", "test-functions.py").entry("attention_forms");
        try (Network network = Network.load(source);
                Weights none = Weights.of(Map.of("unused", Tensor.zeros(1)))) {
            List<Tensor> forms = network.run(none, q, k, v);
            assertThat(forms.get(0).maxAbsDifference(forms.get(1))).isLessThan(2e-6);
            assertThat(forms.get(2).maxAbsDifference(forms.get(3))).isLessThan(2e-6);
            assertThat(forms.get(0).maxAbsDifference(forms.get(2))).isGreaterThan(0.1);
        }
    }
}
