// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiceTest {

    private static final int DRAWS = 200_000;

    @Test
    void gaussianHasMeanZeroAndVarianceOne() {
        double[] moments = moments(new Dice(1)::gaussian);
        assertThat(moments[0]).isCloseTo(0, within(0.01));
        assertThat(moments[1]).isCloseTo(1, within(0.02));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 7, 29, 31, 400})
    void poissonHasItsMeanForVariance(double mean) {
        Dice dice = new Dice(2);
        double[] moments = moments(() -> dice.poisson(mean));
        assertThat(moments[0]).isCloseTo(mean, within(0.01 * mean));
        assertThat(moments[1]).isCloseTo(mean, within(0.02 * mean));
    }

    private static double[] moments(DoubleSupplier draw) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = draw.getAsDouble();
            sum += value;
            squares += value * value;
        }
        double mean = sum / DRAWS;
        return new double[] {mean, squares / DRAWS - mean * mean};
    }
}
