// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpacingTest {

    @Test
    void spacesFourTimesteps() {
        assertThat(Spacing.LEADING.timesteps(1000, 4, 1)).containsExactly(751, 501, 251, 1);
        assertThat(Spacing.LINSPACE.timesteps(1000, 4, 1)).containsExactly(999, 666, 333, 0);
        assertThat(Spacing.TRAILING.timesteps(1000, 4, 1)).containsExactly(999, 749, 499, 249);
    }

    @Test
    void linspaceMayBeFractional() {
        assertThat(Spacing.LINSPACE.timesteps(1000, 3, 0)).containsExactly(999, 499.5, 0);
    }

    @ParameterizedTest
    @EnumSource
    void everyNumberOfStepsFallsWithinTheTrainingTimesteps(Spacing spacing) {
        for (int steps = 1; steps <= 1000; steps++) {
            double[] timesteps = spacing.timesteps(1000, steps, 1);
            assertThat(timesteps).hasSize(steps);
            assertThat(timesteps[0]).isLessThanOrEqualTo(999);
            assertThat(timesteps[steps - 1]).isNotNegative();
            for (int i = 1; i < steps; i++) {
                assertThat(timesteps[i]).isLessThanOrEqualTo(timesteps[i - 1]);
            }
        }
    }
}
