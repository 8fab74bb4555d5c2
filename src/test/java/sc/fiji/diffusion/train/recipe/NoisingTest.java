// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;

class NoisingTest {

    private static NoiseSchedule schedule(TrainingSchedule schedule, Prediction prediction) {
        return NoiseSchedule.of(SchedulerConfig.parse(schedule.config(prediction, 128, true)));
    }

    @ParameterizedTest
    @EnumSource
    void schedulesEndWithoutSignalAndFallAllTheWay(TrainingSchedule kind) {
        NoiseSchedule schedule = schedule(kind, Prediction.V);
        assertThat(schedule.alphaBar(999)).isLessThan(1e-9);
        for (int t = 1; t < 1000; t++)
            assertThat(schedule.alphaBar(t)).isLessThan(schedule.alphaBar(t - 1));
        assertThat(schedule.alphaBar(0)).isGreaterThan(0.99);
    }

    @Test
    void shiftMultipliesTheSnrByTheSquaredRatioOfTheSides() {
        NoiseSchedule cosine = schedule(TrainingSchedule.COSINE, Prediction.EPSILON);
        NoiseSchedule shifted = schedule(TrainingSchedule.SHIFTED, Prediction.EPSILON);
        for (int t : new int[] {10, 300, 700}) {
            double expected = 0.25 * cosine.alphaBar(t) / (1 - cosine.alphaBar(t));
            double snr = shifted.alphaBar(t) / (1 - shifted.alphaBar(t));
            assertThat(snr).isCloseTo(expected, within(2e-3 * expected));
        }
    }

    /** Hang et al. (2023): min(SNR, gamma) for the sample; / SNR for epsilon; / (SNR + 1) for v. */
    @Test
    void weightsAreThoseOfMinSnr() {
        NoiseSchedule v = schedule(TrainingSchedule.COSINE, Prediction.V);
        double alphaBar = v.alphaBar(400);
        double snr = alphaBar / (1 - alphaBar);
        assertThat(new Noising(v, 5).weight(400))
                .isCloseTo(Math.min(snr, 5) / (snr + 1), within(1e-12));
        assertThat(new Noising(v, 5).weight(999)).isCloseTo(0, within(1e-9));
        assertThat(new Noising(v, 0).weight(400)).isEqualTo(1);

        NoiseSchedule eps = schedule(TrainingSchedule.COSINE, Prediction.EPSILON);
        double early = eps.alphaBar(5) / (1 - eps.alphaBar(5));
        assertThat(early).isGreaterThan(5);
        assertThat(new Noising(eps, 5).weight(5)).isCloseTo(5 / early, within(1e-12));
        assertThat(new Noising(eps, 5).weight(900)).isCloseTo(1, within(1e-12));

        NoiseSchedule sample = schedule(TrainingSchedule.COSINE, Prediction.SAMPLE);
        assertThat(new Noising(sample, 5).weight(5)).isEqualTo(5);
    }

    @Test
    void epsilonWithoutAnySignalIsRefused() {
        NoiseSchedule zero =
                NoiseSchedule.of(
                        SchedulerConfig.parse(
                                "{\"_class_name\": \"DDIMScheduler\", \"rescale_betas_zero_snr\":"
                                        + " true}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Noising(zero, 5))
                .withMessageContaining("zero terminal SNR cannot be trained on epsilon");
    }

    @Test
    void timestepsSpreadEvenlyOverTheScheduleAndItsLevels() {
        Noising noising = new Noising(schedule(TrainingSchedule.COSINE, Prediction.V), 5);
        Tensor[] batch = noising.draw(Tensor.zeros(8, 1, 2, 2), new Random(3));
        for (int i = 0; i < 8; i++)
            assertThat(batch[2].data()[i]).isBetween(125f * i, 125f * i + 125);
        Tensor[] level = noising.atLevel(2, Tensor.zeros(8, 1, 2, 2), new Random(3));
        for (float t : level[2].data()) assertThat(t).isBetween(500f, 749f);
        assertThat(noising.levelNames())
                .containsExactly("t 0-249", "t 250-499", "t 500-749", "t 750-999");
    }
}
