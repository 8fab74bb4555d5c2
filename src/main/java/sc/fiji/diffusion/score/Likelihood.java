// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The log-density of data under the probability flow, by the instantaneous change of variables: its
 * logarithm changes along the way by the divergence of the flow (Chen et al. 2018, theorem 1; Song
 * et al. 2021, equation 39). The divergence of the score is estimated by Hutchinson's {@code v^T
 * dscore/dx v} with random signs v (Grathwohl et al. 2019), one v for each way.
 *
 * @param solver the solver with its tolerances
 * @param probes how many ways, at least 1; their mean is taken
 */
public record Likelihood(OdeSolver solver, int probes) {

    /** Checks the number of probes. */
    public Likelihood {
        if (probes < 1) {
            throw new IllegalArgumentException("probes must be at least 1, was " + probes);
        }
    }

    /**
     * Log-densities.
     *
     * @param logDensity of each of N samples, natural logarithm; the mean over the probes
     * @param standardError of that mean, NaN for one probe
     * @param evaluations of the score, all probes together
     */
    public record Result(double[] logDensity, double[] standardError, int evaluations) {

        /**
         * Bits per dimension of sample n.
         *
         * @param dimensions values of a sample
         * @param unitsPerLevel width of a grey level in the units of the density, such as 2 / 256
         *     for bytes in [-1, 1]
         */
        public double bitsPerDimension(int n, int dimensions, double unitsPerLevel) {
            return -(logDensity[n] / dimensions + Math.log(unitsPerLevel)) / Math.log(2);
        }
    }

    /**
     * The log-density of each sample.
     *
     * @param x {@code [N, ...]}
     * @param noise chooses the probes
     * @param hook hears of each step of each way
     */
    public Result of(
            Sde sde, Score.Differentiable score, Tensor x, Noise noise, ReverseSampler.Hook hook) {
        int n = x.dim(0);
        double[] sum = new double[n];
        double[] squares = new double[n];
        int evaluations = 0;
        for (int p = 0; p < probes; p++) {
            Tensor signs = noise.gaussian(x.shape()).map(v -> v < 0 ? -1 : 1);
            double[] y = new double[x.size() + n];
            for (int i = 0; i < x.size(); i++) y[i] = x.data()[i];
            evaluations += follow(sde, score, signs, y, hook);
            for (int i = 0; i < n; i++) {
                double logDensity = priorLogDensity(sde, y, i, x.size() / n) + y[x.size() + i];
                sum[i] += logDensity;
                squares[i] += logDensity * logDensity;
            }
        }
        return result(sum, squares, evaluations);
    }

    private int follow(
            Sde sde,
            Score.Differentiable score,
            Tensor signs,
            double[] y,
            ReverseSampler.Hook hook) {
        int[] shape = signs.shape();
        int[] steps = {0};
        return solver.solve(
                (t, state, derivative) -> flow(sde, score, signs, t, state, derivative),
                sde.start(),
                1,
                y,
                (t, state, count) ->
                        hook.afterStep(++steps[0], 0, t, ProbabilityFlow.tensor(state, shape)));
    }

    private static void flow(
            Sde sde,
            Score.Differentiable score,
            Tensor signs,
            double t,
            double[] y,
            double[] derivative) {
        double half = 0.5 * sde.diffusion(t) * sde.diffusion(t);
        Score.Pullback at = score.pullBack(signs, ProbabilityFlow.tensor(y, signs.shape()), t);
        int n = signs.dim(0);
        int size = signs.size() / n;
        for (int i = 0; i < n; i++) {
            double trace = 0;
            for (int k = i * size; k < (i + 1) * size; k++) {
                derivative[k] = sde.drift(t) * y[k] - half * at.score().data()[k];
                trace += (double) at.product().data()[k] * signs.data()[k];
            }
            derivative[signs.size() + i] = size * sde.drift(t) - half * trace;
        }
    }

    private static double priorLogDensity(Sde sde, double[] y, int sample, int size) {
        double variance = sde.priorStd() * sde.priorStd();
        double squares = 0;
        for (int k = sample * size; k < (sample + 1) * size; k++) squares += y[k] * y[k];
        return -0.5 * (squares / variance + size * Math.log(2 * Math.PI * variance));
    }

    private Result result(double[] sum, double[] squares, int evaluations) {
        double[] mean = new double[sum.length];
        double[] error = new double[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = sum[i] / probes;
            double variance = (squares[i] / probes - mean[i] * mean[i]) / (probes - 1);
            error[i] = probes == 1 ? Double.NaN : Math.sqrt(Math.max(0, variance));
        }
        return new Result(mean, error, evaluations);
    }
}
