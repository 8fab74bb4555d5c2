// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;

/** The marginals against the paper's closed forms, and against drift and diffusion. */
class SdeTest {

    static Stream<Sde> sdes() {
        return Stream.of(VpSde.standard(), SubVpSde.standard(), VeSde.standard());
    }

    @Test
    void marginalsAreTheClosedFormsOfThePaper() {
        for (double t : new double[] {0, 0.01, 0.3, 0.7, 1}) {
            // Song et al. 2021, equations 29 and 30
            double integral = 0.25 * t * t * (20 - 0.1) + 0.5 * t * 0.1;
            assertThat(VpSde.standard().scale(t)).isCloseTo(Math.exp(-integral), within(1e-12));
            double variance = 1 - Math.exp(-2 * integral);
            assertThat(VpSde.standard().std(t)).isCloseTo(Math.sqrt(variance), within(1e-9));
            assertThat(SubVpSde.standard().std(t)).isCloseTo(variance, within(1e-12));
            assertThat(VeSde.standard().std(t)).isCloseTo(0.01 * Math.pow(5000, t), within(1e-9));
        }
    }

    /** m' = f m and (s^2)' = 2 f s^2 + g^2. */
    @ParameterizedTest
    @MethodSource("sdes")
    void marginalsSolveTheMomentEquations(Sde sde) {
        double h = 1e-5;
        for (double t = 0.05; t < 1; t += 0.1) {
            double scale = (sde.scale(t + h) - sde.scale(t - h)) / (2 * h);
            assertThat(scale).isCloseTo(sde.drift(t) * sde.scale(t), within(1e-6));
            double variance = sde.std(t) * sde.std(t);
            double change = (Math.pow(sde.std(t + h), 2) - Math.pow(sde.std(t - h), 2)) / (2 * h);
            double expected = 2 * sde.drift(t) * variance + Math.pow(sde.diffusion(t), 2);
            assertThat(change).isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
        }
    }

    @ParameterizedTest
    @MethodSource("sdes")
    void theChainTendsToTheEquation(Sde sde) {
        double dt = 1e-6;
        Sde.Step step = sde.discretise(0.5, dt);
        assertThat(step.drift() / dt).isCloseTo(sde.drift(0.5), within(1e-3));
        assertThat(step.diffusion() / Math.sqrt(dt)).isCloseTo(sde.diffusion(0.5), within(1e-3));
    }

    @Test
    void standardVpIsTheLimitOfDdpm() {
        NoiseSchedule ddpm =
                NoiseSchedule.of(SchedulerConfig.parse("{\"_class_name\": \"DDPMScheduler\"}"));
        VpSde vp = VpSde.spanning(ddpm);
        assertThat(vp.betaMin()).isCloseTo(0.1, within(1e-4));
        assertThat(vp.betaMax()).isCloseTo(20, within(0.3));
        for (int t = 99; t < 1000; t += 100) {
            double alphaBar = Math.pow(vp.scale((t + 1) / 1000.0), 2);
            assertThat(Math.log(alphaBar))
                    .isCloseTo(Math.log(ddpm.alphaBar(t)), within(0.02 + 0.01 * t / 100));
        }
        VeSde ve = VeSde.spanning(ddpm);
        assertThat(ve.sigmaMin()).isCloseTo(ddpm.sigma(0), within(1e-9));
        assertThat(ve.sigmaMax()).isCloseTo(ddpm.sigma(999), within(1e-9));
    }

    @Test
    void refusesRangesThatMeanNothing() {
        assertThatThrownBy(() -> new VpSde(1, 0.5)).hasMessageContaining("was 1.0 to 0.5");
        assertThatThrownBy(() -> new VeSde(0, 1)).hasMessageContaining("was 0.0 to 1.0");
        assertThatThrownBy(() -> new OdeSolver(0, 0)).hasMessageContaining("was 0.0");
        assertThatThrownBy(() -> new PredictorCorrector(Predictor.EULER_MARUYAMA, 0, 0, 1))
                .hasMessageContaining("steps must be at least 1, was 0");
    }
}
