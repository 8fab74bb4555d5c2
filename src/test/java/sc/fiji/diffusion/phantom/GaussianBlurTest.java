// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianBlurTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.3, 6})
    void flatImagesStayFlatUpToTheBorder(double sigma) {
        float[] flat = new float[5 * 9];
        Arrays.fill(flat, 0.7f);
        for (float value : new GaussianBlur(sigma).of(flat, 9, 5)) {
            assertThat(value).isCloseTo(0.7f, within(1e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.3, 2.3})
    void pointBecomesAGaussianOfThatVarianceInBothDirections(double sigma) {
        float[] point = new float[31 * 41];
        point[15 * 41 + 20] = 1;
        float[] blurred = new GaussianBlur(sigma).of(point, 41, 31);
        double sum = 0;
        double varianceX = 0;
        double varianceY = 0;
        for (int i = 0; i < blurred.length; i++) {
            sum += blurred[i];
            varianceX += blurred[i] * Math.pow(i % 41 - 20, 2);
            varianceY += blurred[i] * Math.pow(i / 41 - 15, 2);
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(varianceX).isCloseTo(sigma * sigma, within(0.06 * sigma * sigma));
        assertThat(varianceY).isCloseTo(varianceX, within(1e-5));
    }
}
