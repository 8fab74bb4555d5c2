// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.tensor.Tensor;

class NoiseScheduleTest {

    private static final String LATENT_DIFFUSION =
            "\"beta_start\": 0.00085, \"beta_end\": 0.012, \"beta_schedule\": \"scaled_linear\"";

    private static NoiseSchedule schedule(String settings) {
        return NoiseSchedule.of(
                SchedulerConfig.parse("{\"_class_name\": \"DDIMScheduler\", " + settings + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LATENT_DIFFUSION,
                "\"beta_schedule\": \"linear\"",
                "\"beta_schedule\": \"squaredcos_cap_v2\"",
                "\"beta_schedule\": \"squaredcos_cap_v2\", \"num_train_timesteps\": 50",
                LATENT_DIFFUSION + ", \"rescale_betas_zero_snr\": true"
            })
    void alphaBarIsOneOverOnePlusSigmaSquaredAndFalls(String settings) {
        NoiseSchedule schedule = schedule(settings);
        double previous = 1;
        for (int t = 0; t < schedule.trainTimesteps(); t++) {
            double alphaBar = schedule.alphaBar(t);
            double sigma = schedule.sigma(t);
            assertThat(1 / (1 + sigma * sigma)).isCloseTo(alphaBar, within(2e-6 * alphaBar));
            double alpha = schedule.level(t).alpha();
            assertThat(alpha * alpha).isCloseTo(alphaBar, within(2e-6 * alphaBar));
            assertThat(alphaBar).isGreaterThan(0).isLessThan(previous);
            previous = alphaBar;
        }
    }

    /** The sigmas that are published for Stable Diffusion. */
    @Test
    void latentDiffusionRunsFromSigma14Point61To0Point029() {
        NoiseSchedule schedule = schedule(LATENT_DIFFUSION);
        assertThat(schedule.sigma(999)).isCloseTo(14.6146, within(1e-4));
        assertThat(schedule.sigma(0)).isCloseTo(0.0292, within(1e-4));
    }

    @Test
    void theTimestepOfASigmaIsItsInverse() {
        NoiseSchedule schedule = schedule(LATENT_DIFFUSION);
        for (int t = 0; t < 1000; t++) {
            assertThat(schedule.timestepOf(schedule.sigma(t))).isCloseTo(t, within(1e-3));
        }
        double between = Math.sqrt(schedule.sigma(500) * schedule.sigma(501));
        assertThat(schedule.timestepOf(between)).isCloseTo(500.5, within(1e-3));
    }

    @Test
    void sigmasBeyondTheEndsHaveTheTimestepOfTheEnd() {
        NoiseSchedule schedule = schedule(LATENT_DIFFUSION);
        assertThat(schedule.timestepOf(0)).isZero();
        assertThat(schedule.timestepOf(1e9)).isEqualTo(999);
    }

    @Test
    void sigmaIsInterpolatedBetweenTimesteps() {
        NoiseSchedule schedule = schedule(LATENT_DIFFUSION);
        assertThat(schedule.sigma(10.25))
                .isCloseTo(0.75 * schedule.sigma(10) + 0.25 * schedule.sigma(11), within(1e-9));
    }

    @Test
    void zeroTerminalSnrLeavesAFiniteSigma() {
        NoiseSchedule schedule = schedule(LATENT_DIFFUSION + ", \"rescale_betas_zero_snr\": true");
        assertThat(schedule.sigma(999)).isFinite().isGreaterThan(1e9);
        assertThat(schedule.forSolvers().sigma(999)).isCloseTo(4096, within(1e-3));
        assertThat(schedule.sigma(0)).isCloseTo(schedule(LATENT_DIFFUSION).sigma(0), within(1e-6));
        assertThat(schedule.forSolvers().sigma(998)).isEqualTo(schedule.sigma(998));
    }

    @Test
    void trainedBetasReplaceTheFormula() {
        float[] betas = BetaSchedule.LINEAR.betas(0.0001, 0.02, 100);
        String list =
                IntStream.range(0, 100)
                        .mapToObj(i -> Float.toString(betas[i]))
                        .collect(Collectors.joining(", ", "[", "]"));
        NoiseSchedule listed = schedule("\"trained_betas\": " + list);
        NoiseSchedule formula = schedule("\"num_train_timesteps\": 100");
        assertThat(listed.trainTimesteps()).isEqualTo(100);
        assertThat(listed.alphaBar(99)).isEqualTo(formula.alphaBar(99));
    }

    @Test
    void aModelThatClipsKeepsDenoisedValuesInRange() {
        Tensor values = Tensor.of(new float[] {-3, 0.5f, 3}, 3);
        assertThat(schedule("\"clip_sample_range\": 2").clip(values).data())
                .containsExactly(-2, 0.5f, 2);
        assertThat(schedule("\"clip_sample\": false").clip(values).data())
                .containsExactly(-3, 0.5f, 3);
    }
}
