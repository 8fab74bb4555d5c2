// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmoothFieldTest {

    /** After so many lattice points the field is the same again. */
    private static final int PERIOD = 256;

    /** Lattice points that lie left of and above all of the field's offsets. */
    private static final int FAR = -1300;

    private static final SmoothField FIELD = new SmoothField(new Dice(3), 1);

    static Stream<DoubleUnaryOperator> lines() {
        return Stream.of(t -> FIELD.at(t, 5), t -> FIELD.at(5, t), t -> FIELD.at(t, t));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void fieldIsContinuousAndWithinItsRangeAtNegativeCoordinates(DoubleUnaryOperator line) {
        double step = 1 / 64.0;
        double before = line.applyAsDouble(FAR);
        for (double t = FAR + step; t < FAR + 20; t += step) {
            double value = line.applyAsDouble(t);
            assertThat(value).as("at " + t).isBetween(-1.0, 1.0);
            // The steepest slope between lattice values of -1 and 1, along both axes.
            assertThat(value).as("at " + t).isCloseTo(before, within(6 * step));
            before = value;
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void fieldAtNegativeCoordinatesIsThatOfPositiveOnes(DoubleUnaryOperator line) {
        for (double t = FAR; t < FAR + 20; t += 0.3) {
            double periodsOn = line.applyAsDouble(t + 20 * PERIOD);
            assertThat(line.applyAsDouble(t)).as("at " + t).isCloseTo(periodsOn, within(1e-9));
        }
    }
}
