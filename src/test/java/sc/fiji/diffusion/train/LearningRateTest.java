// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {

    private static final LearningRate RATE = new LearningRate(0.8, 4, 104);

    @Test
    void warmsUpLinearlyAndReachesThePeakOnce() {
        assertThat(RATE.at(0)).isCloseTo(0.2, within(1e-12));
        assertThat(RATE.at(1)).isCloseTo(0.4, within(1e-12));
        assertThat(RATE.at(3)).isEqualTo(0.8);
        assertThat(RATE.at(4)).isEqualTo(0.8);
    }

    @Test
    void fallsAlongACosineToATwentieth() {
        assertThat(RATE.at(54)).isCloseTo(0.8 * (0.05 + 0.95 / 2), within(1e-12));
        assertThat(RATE.at(104)).isCloseTo(0.04, within(1e-12));
        for (int step = 5; step <= 104; step++) {
            assertThat(RATE.at(step)).isLessThan(RATE.at(step - 1));
        }
    }

    @Test
    void staysAtTheFloorBeyondTheLastStep() {
        assertThat(RATE.at(1000)).isCloseTo(0.04, within(1e-12));
    }

    @Test
    void needsNoWarmUp() {
        assertThat(new LearningRate(0.8, 0, 10).at(0)).isEqualTo(0.8);
    }
}
