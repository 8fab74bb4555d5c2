// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;

class PredictionTest {

    private static final NoiseLevel LEVEL = new NoiseLevel(1.7, 400);
    private static final Tensor CLEAN = new TorchNoise(1).gaussian(1, 2, 3, 4);
    private static final Tensor EPS = new TorchNoise(2).gaussian(1, 2, 3, 4);
    private static final Tensor NOISY = CLEAN.combine(1, EPS, LEVEL.sigma());

    @Test
    void thePerfectOutputGivesTheCleanSample() {
        Tensor velocity = EPS.combine(LEVEL.alpha(), CLEAN, -LEVEL.alpha() * LEVEL.sigma());
        assertClose(Prediction.EPSILON.denoised(EPS, NOISY, LEVEL), CLEAN);
        assertClose(Prediction.V.denoised(velocity, NOISY, LEVEL), CLEAN);
        assertClose(Prediction.SAMPLE.denoised(CLEAN, NOISY, LEVEL), CLEAN);
    }

    @ParameterizedTest
    @EnumSource
    void outputIsTheInverseOfDenoised(Prediction prediction) {
        Tensor output = new TorchNoise(3).gaussian(1, 2, 3, 4);
        Tensor denoised = prediction.denoised(output, NOISY, LEVEL);
        assertClose(prediction.output(denoised, NOISY, LEVEL), output);
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.maxAbsDifference(expected)).isLessThan(2e-6);
    }
}
