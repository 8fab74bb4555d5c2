// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The reverse equation in equal steps, each a predictor's step and then Langevin dynamics at the
 * new time (Song et al. 2021, algorithms 2 and 3). Without correctors it is the predictor alone.
 *
 * @param predictor how a step is taken
 * @param steps at least 1
 * @param correctors Langevin steps after each, at least 0
 * @param snr signal-to-noise ratio of a Langevin step, above 0; 0.16 in the paper
 */
public record PredictorCorrector(Predictor predictor, int steps, int correctors, double snr)
        implements ReverseSampler {

    /** Checks the ranges. */
    public PredictorCorrector {
        if (steps < 1) throw new IllegalArgumentException("steps must be at least 1, was " + steps);
        if (correctors < 0) {
            throw new IllegalArgumentException(
                    "correctors must be at least 0 (none), was " + correctors);
        }
        if (!(snr > 0)) {
            throw new IllegalArgumentException(
                    "snr must be above 0, was " + snr + "; 0.16 is the usual value");
        }
    }

    @Override
    public Tensor sample(Sde sde, Score score, Tensor start, Noise noise, Hook hook) {
        double dt = (1 - sde.start()) / steps;
        Tensor x = start;
        Tensor mean = start;
        for (int i = 0; i < steps; i++) {
            double t = 1 - i * dt;
            Sde.Step step = predictor.step(sde, t, dt);
            double variance = step.diffusion() * step.diffusion();
            mean = x.combine(1 - step.drift(), score.at(x, t), variance);
            x = mean.combine(1, noise.gaussian(x.shape()), step.diffusion());
            double next = t - dt;
            for (int c = 0; c < correctors && i < steps - 1; c++) {
                x = langevin(sde, score, x, noise, next, dt);
            }
            hook.afterStep(i + 1, steps, next, i == steps - 1 ? mean : x);
        }
        return mean;
    }

    private Tensor langevin(Sde sde, Score score, Tensor x, Noise noise, double t, double dt) {
        Tensor gradient = score.at(x, t);
        Tensor z = noise.gaussian(x.shape());
        double ratio = snr * meanNorm(z) / meanNorm(gradient);
        double size = 2 * sde.correctorScale(t, dt) * ratio * ratio;
        return x.combine(1, gradient, size).combine(1, z, Math.sqrt(2 * size));
    }

    /** The norm of each of N samples, averaged. */
    private static double meanNorm(Tensor x) {
        int n = x.dim(0);
        int size = x.size() / n;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int k = i * size; k < (i + 1) * size; k++) {
                squares += (double) x.data()[k] * x.data()[k];
            }
            sum += Math.sqrt(squares);
        }
        return sum / n;
    }
}
