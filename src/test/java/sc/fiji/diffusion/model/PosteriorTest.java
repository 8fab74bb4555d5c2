// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class PosteriorTest {

    @Test
    void splitsTheMomentsAndClampsTheLogVariance() {
        Tensor moments = Tensor.of(new float[] {1, 2, -99, 99}, 1, 4, 1, 1);
        Posterior posterior = Posterior.of(moments);
        assertThat(posterior.mean().data()).containsExactly(1, 2);
        assertThat(posterior.logVariance().data()).containsExactly(-30, 20);
        assertThat(posterior.mean().shape()).containsExactly(1, 2, 1, 1);
    }

    @Test
    void sampleIsMeanPlusDeviationTimesNoise() {
        Tensor mean = Tensor.of(new float[] {1, -1}, 1, 2, 1, 1);
        float logOfFour = (float) Math.log(4);
        Tensor logVariance = Tensor.of(new float[] {logOfFour, 0}, 1, 2, 1, 1);
        Tensor draw = new Posterior(mean, logVariance).sample(shape -> Tensor.full(3, shape));
        assertThat(draw.data()).containsExactly(7, 2);
    }
}
