// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;

class HolesTest {

    private static final int COUNT = 400;

    private static double share(Tensor mask) {
        double sum = 0;
        for (float v : mask.data()) {
            assertThat(v).isIn(0f, 1f);
            sum += v;
        }
        return sum / mask.size();
    }

    @Test
    void holesAreSmallLargeOrEverything() {
        int everything = 0;
        int small = 0;
        double all = 0;
        for (int i = 0; i < COUNT; i++) {
            Tensor mask = Holes.draw(StepRandom.of(1, i), 48, 64);
            assertThat(mask.shape()).containsExactly(1, 1, 48, 64);
            double share = share(mask);
            assertThat(share).isPositive();
            if (share == 1) everything++;
            if (share < 0.1) small++;
            all += share / COUNT;
        }
        assertThat((double) everything / COUNT).isBetween(0.1, 0.2);
        assertThat((double) small / COUNT).isBetween(0.1, 0.4);
        assertThat(all).isBetween(0.3, 0.6);
    }

    @Test
    void aHoleDependsOnItsSeedAlone() {
        Tensor hole = Holes.draw(StepRandom.of(1, 3), 32, 32);
        assertThat(Holes.draw(StepRandom.of(1, 3), 32, 32).data()).isEqualTo(hole.data());
    }
}
