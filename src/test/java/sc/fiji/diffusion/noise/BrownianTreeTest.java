// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;

class BrownianTreeTest {

    private static final double FROM = 0.0292;
    private static final double TO = 14.6146;

    /** What src/test/python/more_samplers.py asked torchsde 0.2.6. */
    private static final double[][] QUERIES = {
        {0.0292, 14.6146},
        {0.5, 1.5},
        {1.5, 14.6146},
        {3.25, 3.250001},
        {0.0292, 0.03},
        {7.3, 7.9123456}
    };

    private static Brownian tree(long seed, int... shape) {
        return new TorchNoise(seed).brownian(FROM, TO, shape);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 30, (1L << 32) + 5})
    void givesTheIncrementsOfTorchsde(long seed) {
        Reference expected = Reference.open("cases/brownian.safetensors");
        Brownian tree = tree(seed, 1, 2, 3, 4);
        for (int i = 0; i < QUERIES.length; i++) {
            Tensor increment = tree.increment(QUERIES[i][0], QUERIES[i][1]);
            assertThat(increment.maxAbsDifference(expected.read(seed + "." + i)))
                    .as("query " + i)
                    .isLessThan(2e-6);
        }
    }

    @Test
    void incrementsOfPartsAddUpInAnyOrderOfAsking() {
        Random random = new Random(3);
        Brownian tree = tree(7, 1, 1, 4, 4);
        for (int k = 0; k < 20; k++) {
            double[] times = random.doubles(3, FROM, TO).sorted().toArray();
            Tensor late = tree.increment(times[1], times[2]);
            Tensor whole = tree.increment(times[0], times[2]);
            Tensor sum = tree.increment(times[0], times[1]).plus(late);
            assertThat(sum.maxAbsDifference(whole)).isLessThan(1e-5);
            assertThat(tree(7, 1, 1, 4, 4).increment(times[1], times[2]).data())
                    .containsExactly(late.data());
        }
    }

    @Test
    void varianceGrowsWithTheIntervalAndPartsAreIndependent() {
        Tensor first = tree(11, 1, 1, 100, 100).increment(1, 1.25);
        Tensor second = tree(11, 1, 1, 100, 100).increment(1.25, 5.25);
        assertThat(meanOfProduct(first, first)).isCloseTo(0.25, within(0.015));
        assertThat(meanOfProduct(second, second)).isCloseTo(4, within(0.25));
        assertThat(meanOfProduct(first, second)).isCloseTo(0, within(0.04));
    }

    @Test
    void aMotionThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> new TorchNoise(1).brownian(2, 1, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 2.0 to 1.0");
    }

    @Test
    void aStreamWithoutASeedHasNoMotion() {
        Noise noise = Tensor::zeros;
        assertThatThrownBy(() -> noise.brownian(0, 1, 4))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static double meanOfProduct(Tensor a, Tensor b) {
        double sum = 0;
        for (float product : a.zip(b, (x, y) -> x * y).data()) sum += product;
        return sum / a.size();
    }
}
