// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;

class TorchNoiseTest {

    private static final Reference RANDN = Reference.open("cases/randn.safetensors");

    /** Every case as "seed.size". */
    static Set<String> cases() {
        Set<String> cases = new TreeSet<>();
        for (String name : RANDN.names()) cases.add(name.substring(0, name.lastIndexOf('.')));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTwoCallsOfTorchRandn(String name) {
        String[] parts = name.split("\\.");
        Noise noise = new TorchNoise(Long.parseLong(parts[0]));
        for (String call : new String[] {".first", ".second"}) {
            Tensor values = noise.gaussian(Integer.parseInt(parts[1]));
            double difference = values.maxAbsDifference(RANDN.read(name + call));
            assertThat(Differences.note("noise", difference)).isLessThan(1e-6);
        }
    }

    @Test
    void theShapeDoesNotChangeTheValues() {
        Tensor flat = new TorchNoise(3).gaussian(120);
        Tensor shaped = new TorchNoise(3).gaussian(2, 3, 4, 5);
        assertThat(shaped.data()).containsExactly(flat.data());
        assertThat(shaped.shape()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void seedsThatAgreeInTheirLowestBitsGiveTheSameNoise() {
        assertThat(new TorchNoise(7 + (1L << 32)).gaussian(20).data())
                .containsExactly(new TorchNoise(7).gaussian(20).data());
    }

    @Test
    void aNegativeSeedIsASeed() {
        assertThat(new TorchNoise(-1).gaussian(20).data())
                .containsExactly(new TorchNoise(0xffffffffL).gaussian(20).data());
    }

    @Test
    void anotherMotionLeavesTheValuesAndIsToldByItsKey() {
        Noise noise = new TorchNoise(3);
        Tensor first = noise.withMotion(0, 1).gaussian(20);
        Tensor second = noise.withMotion(0, 2).gaussian(20);
        Noise plain = new TorchNoise(3);
        assertThat(first.data()).containsExactly(plain.gaussian(20).data());
        assertThat(second.data()).containsExactly(plain.gaussian(20).data());
        float[] motion = increment(noise.withMotion(0, 1));
        assertThat(increment(new TorchNoise(3).withMotion(0, 1))).containsExactly(motion);
        for (long seed : new long[] {3, 4}) {
            assertThat(increment(new TorchNoise(seed))).doesNotContain(motion);
            assertThat(increment(new TorchNoise(seed).withMotion(1, 0))).doesNotContain(motion);
        }
        assertThat(increment(new TorchNoise(4).withMotion(0, 1))).doesNotContain(motion);
    }

    private static float[] increment(Noise noise) {
        return noise.brownian(0, 1, 20).increment(0, 1).data();
    }

    @Test
    void valuesHaveMeanZeroAndVarianceOne() {
        double sum = 0;
        double squares = 0;
        float[] values = new TorchNoise(5).gaussian(100_000).data();
        for (float v : values) {
            sum += v;
            squares += (double) v * v;
        }
        assertThat(sum / values.length).isBetween(-0.01, 0.01);
        assertThat(squares / values.length).isBetween(0.99, 1.01);
    }
}
