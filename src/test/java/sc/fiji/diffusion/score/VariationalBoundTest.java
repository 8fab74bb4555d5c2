// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;

/** Normal values, whose best denoiser and whose entropy are known. */
class VariationalBoundTest {

    private static final NoiseSchedule SCHEDULE =
            NoiseSchedule.of(
                    SchedulerConfig.parse(
                            """
                            {"_class_name": "DDIMScheduler", "clip_sample": false,
                             "prediction_type": "epsilon"}
                            """));

    private static double bits(double deviation, boolean greyLevels) {
        Tensor x = new TorchNoise(3).gaussian(new int[] {1, 1, 100, 100}).times(deviation);
        double variance = deviation * deviation;
        Denoiser best =
                (noisy, level) ->
                        noisy.times(variance / (variance + level.sigma() * level.sigma()));
        return new VariationalBound(999, 1, greyLevels)
                .of(SCHEDULE, best, x, 4, new TorchNoise(5), ReverseSampler.Hook.NONE)
                .bitsPerDimension();
    }

    /**
     * Bits of the density of normal values, and what the finite steps cost: with q, the ratio of
     * the precisions of the value before and after a step, half of q - 1 - ln q.
     */
    private static double expected(double deviation) {
        double nats = 0.5 * Math.log(2 * Math.PI * Math.E * deviation * deviation);
        for (int t = 1; t < SCHEDULE.trainTimesteps(); t++) {
            double q = precision(deviation, t - 1) / precision(deviation, t);
            nats += 0.5 * (q - 1 - Math.log(q));
        }
        return nats / Math.log(2);
    }

    private static double precision(double deviation, int t) {
        double sigma = SCHEDULE.sigma(t);
        return 1 / (deviation * deviation) + 1 / (sigma * sigma);
    }

    @Test
    void ofRealValuesItBoundsTheirDensity() {
        for (double deviation : new double[] {0.3, 1, 2}) {
            assertThat(bits(deviation, false)).isCloseTo(expected(deviation), within(0.03));
        }
    }

    @Test
    void ofGreyLevelsItBoundsTheirProbability() {
        double width = 2.0 / 255;
        double bits = expected(0.3) - Math.log(width) / Math.log(2);
        assertThat(bits(0.3, true)).isCloseTo(bits, within(0.03));
    }
}
