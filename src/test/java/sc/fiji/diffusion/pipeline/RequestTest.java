// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.pipeline.Request.Builder;

class RequestTest {

    private static Request request(UnaryOperator<Builder> change) {
        return change.apply(Request.builder("cells")).build();
    }

    private static void assertRefused(UnaryOperator<Builder> change, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> request(change)).withMessage(message);
    }

    @Test
    void sizeOutOfRangeIsNamed() {
        assertRefused(b -> b.size(7, 64), "width must be between 8 and 8192 pixels, was 7");
        assertRefused(b -> b.size(64, 8193), "height must be between 8 and 8192 pixels, was 8193");
    }

    @Test
    void stepsOutOfRangeAreNamed() {
        assertRefused(b -> b.steps(0), "steps must be between 1 and 1000 steps, was 0");
        assertRefused(b -> b.steps(1001), "steps must be between 1 and 1000 steps, was 1001");
    }

    @Test
    void batchOutOfRangeIsNamed() {
        assertRefused(b -> b.batch(0), "batch must be between 1 and 1000 images, was 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
    void strengthOutOfRangeIsNamed(double value) {
        assertRefused(
                b -> b.strength(value),
                "strength must be between 0 and 1, was " + value + "; 1 makes the image anew");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, -7.5, 100.5, Double.NaN})
    void guidanceOutOfRangeIsNamed(double value) {
        assertRefused(
                b -> b.guidanceScale(value),
                "guidance must be between 1 and 100, was " + value + "; 1 switches guidance off");
    }

    @Test
    void textsMustBeThere() {
        assertThatNullPointerException()
                .isThrownBy(() -> Request.builder(null).build())
                .withMessage("prompt");
        assertThatNullPointerException()
                .isThrownBy(() -> request(b -> b.negative(null)))
                .withMessage("negative");
        assertThatNullPointerException()
                .isThrownBy(() -> request(b -> b.method(null)))
                .withMessage("method");
    }

    @Test
    void limitsThemselvesAreAccepted() {
        request(b -> b.size(8, 8192).steps(1).batch(1).strength(0).guidanceScale(1));
        request(b -> b.steps(1000).strength(1).guidanceScale(100).seed(-1));
    }

    @Test
    void guidanceOfOneIsNoGuidance() {
        assertThat(request(b -> b.guidanceScale(1)).guidance().on()).isFalse();
        assertThat(request(b -> b.guidanceScale(1.01)).guidance().on()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 0", "10, 0.09, 0", "10, 0.1, 1", "8, 0.3, 2", "8, 0.75, 6", "7, 1, 7"})
    void strengthRunsItsShareOfTheStepsRoundedDown(int steps, double strength, int stepsRun) {
        assertThat(request(b -> b.steps(steps).strength(strength)).stepsOfStrength())
                .isEqualTo(stepsRun);
    }
}
