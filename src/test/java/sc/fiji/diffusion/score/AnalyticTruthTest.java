// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;

/** Samplers, encodings and likelihoods on data whose score is known exactly. */
class AnalyticTruthTest {

    private static final int SAMPLES = 10_000;
    private static final List<Sde> SDES =
            List.of(VpSde.standard(), SubVpSde.standard(), new VeSde(0.01, 200));
    private static final OdeSolver FINE = new OdeSolver(1e-7, 1e-7);

    static Stream<Arguments> cases() {
        return SDES.stream()
                .flatMap(
                        sde ->
                                Stream.of(
                                        Arguments.of(sde, Mixture.gaussian()),
                                        Arguments.of(sde, Mixture.three())));
    }

    static Stream<Arguments> samplers() {
        return Stream.of(
                        new PredictorCorrector(Predictor.EULER_MARUYAMA, 500, 0, 0.16),
                        new PredictorCorrector(Predictor.REVERSE_DIFFUSION, 500, 0, 0.16),
                        new PredictorCorrector(Predictor.REVERSE_DIFFUSION, 200, 2, 0.05),
                        new ProbabilityFlow(OdeSolver.standard()))
                .flatMap(sampler -> SDES.stream().map(sde -> Arguments.of(sampler, sde)));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void samplesHaveTheRightMeanAndCovariance(ReverseSampler sampler, Sde sde) {
        Mixture data = Mixture.three();
        TorchNoise noise = new TorchNoise(5);
        Tensor start = ReverseSampler.prior(sde, noise, SAMPLES, 2);
        Tensor x = sampler.sample(sde, data.score(sde), start, noise, ReverseSampler.Hook.NONE);
        assertMoments(x, data.moments(sde, 0));
    }

    /** Every moment within 4 of its own standard errors. */
    private static void assertMoments(Tensor x, double[] expected) {
        double[][] values = new double[5][x.dim(0)];
        for (int i = 0; i < x.dim(0); i++) {
            double a = x.data()[2 * i];
            double b = x.data()[2 * i + 1];
            double dx = a - expected[0];
            double dy = b - expected[1];
            double[] row = {a, b, dx * dx, dx * dy, dy * dy};
            for (int m = 0; m < 5; m++) values[m][i] = row[m];
        }
        for (int m = 0; m < 5; m++) {
            double mean = mean(values[m]);
            assertThat(mean)
                    .as("moment " + m)
                    .isCloseTo(expected[m], within(4 * standardError(values[m])));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void encodingAndDecodingGivesTheInputBack(Sde sde, Mixture data) {
        Tensor x = data.sample(50, 3);
        ProbabilityFlow flow = new ProbabilityFlow(FINE);
        Score score = data.score(sde);
        ProbabilityFlow.Solution code = flow.encode(sde, score, x, ReverseSampler.Hook.NONE);
        Tensor back = flow.decode(sde, score, code.x(), ReverseSampler.Hook.NONE).x();
        assertThat(back.maxAbsDifference(x)).isLessThan(1e-4);
        assertThat(code.x().maxAbsDifference(x)).isGreaterThan(0.1);
        assertThat(code.evaluations()).isGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void likelihoodIsTheExactOne(Sde sde, Mixture data) {
        Tensor x = data.sample(12, 8);
        for (int i = 0; i < x.dim(0); i++) {
            double exact = data.logDensity(sde, sde.start(), x.data()[2 * i], x.data()[2 * i + 1]);
            double found = exactTraceLogDensity(sde, data, x.batch(i));
            assertThat((found - exact) / 2 / Math.log(2)).isCloseTo(0, within(1e-3));
        }
    }

    /**
     * With both sign patterns that differ, (1, 1) and (1, -1), Hutchinson's mean is the exact trace
     * of a 2 x 2 Jacobian.
     */
    private static double exactTraceLogDensity(Sde sde, Mixture data, Tensor x) {
        Tensor same = Tensor.of(new float[] {1, 1}, 1, 2);
        Tensor different = Tensor.of(new float[] {1, -1}, 1, 2);
        double sum = 0;
        for (Tensor signs : List.of(same, different)) {
            Likelihood likelihood = new Likelihood(FINE, 1);
            sum +=
                    likelihood.of(sde, data.score(sde), x, shape -> signs, ReverseSampler.Hook.NONE)
                            .logDensity()[0];
        }
        return sum / 2;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hutchinsonsMeanOverManyProbesIsTheExactDivergence(Sde sde, Mixture data) {
        int probes = 4000;
        TorchNoise noise = new TorchNoise(17);
        for (double t : new double[] {0.1, 0.5, 0.9}) {
            double[] d = data.derivatives(sde, t, 0.4, -0.7);
            Tensor x = Tensor.of(new float[] {0.4f, -0.7f}, 1, 2);
            Tensor all = Tensor.concat(Collections.nCopies(probes, x));
            Tensor signs = noise.gaussian(probes, 2).map(v -> v < 0 ? -1 : 1);
            Tensor product = data.score(sde).pullBack(signs, all, t).product();
            double[] estimates = new double[probes];
            for (int p = 0; p < probes; p++) {
                estimates[p] =
                        signs.data()[2 * p] * product.data()[2 * p]
                                + signs.data()[2 * p + 1] * product.data()[2 * p + 1];
            }
            assertThat(mean(estimates))
                    .isCloseTo(d[2] + d[4], within(4 * standardError(estimates) + 1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void severalProbesComeWithTheirStandardError(Sde sde, Mixture data) {
        Tensor x = data.sample(1, 4);
        Likelihood likelihood = new Likelihood(OdeSolver.standard(), 16);
        Likelihood.Result result =
                likelihood.of(sde, data.score(sde), x, new TorchNoise(2), ReverseSampler.Hook.NONE);
        double exact = exactTraceLogDensity(sde, data, x);
        assertThat(result.logDensity()[0])
                .isCloseTo(exact, within(4 * result.standardError()[0] + 1e-3));
        assertThat(result.bitsPerDimension(0, 2, 1))
                .isCloseTo(-result.logDensity()[0] / 2 / Math.log(2), within(1e-12));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) sum += v;
        return sum / values.length;
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double v : values) squares += (v - mean) * (v - mean);
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
