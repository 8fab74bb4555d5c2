// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import java.util.Random;
import org.apache.commons.math3.special.Erf;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The evidence lower bound of DDPM (Ho et al. 2020, equations 5 and 13), value by value, so that it
 * is also a map of where an image is unlikely. With {@code sigma^2 = (1 - alphaBar) / alphaBar} the
 * divergence of one step is {@code (1 / sigma_{t-1}^2 - 1 / sigma_t^2) (x0 - denoised)^2 / 2}
 * (Kingma et al. 2021, equation 14). Of the steps, some are drawn: one from each of equal ranges.
 *
 * @param terms steps that are evaluated, at least 1
 * @param repeats how often all of it is done with fresh noise, at least 1
 * @param greyLevels whether the values are grey levels of 8 bits, whose probability is bounded;
 *     otherwise the bound is on the density of real values, as those of latents
 */
public record VariationalBound(int terms, int repeats, boolean greyLevels) {

    /** Half the width of a grey level of 8 bits in [-1, 1]. */
    private static final double HALF_LEVEL = 1.0 / 255;

    /** Checks the ranges. */
    public VariationalBound {
        if (terms < 1 || repeats < 1) {
            throw new IllegalArgumentException(
                    "terms and repeats must be at least 1, were " + terms + " and " + repeats);
        }
    }

    /**
     * The negative bound.
     *
     * @param bitsPerDimension of the whole image
     * @param standardError over the repeats, NaN for one
     * @param map bits of each value, {@code [1, C, H, W]}
     */
    public record Result(double bitsPerDimension, double standardError, Tensor map) {}

    /**
     * The bound of one image.
     *
     * @param x0 {@code [1, C, H, W]}, grey levels in [-1, 1]
     * @param seed of the choice of steps
     * @param noise that is added
     * @param hook hears of each evaluation
     */
    public Result of(
            NoiseSchedule schedule,
            Denoiser denoiser,
            Tensor x0,
            long seed,
            Noise noise,
            ReverseSampler.Hook hook) {
        Random random = new Random(seed);
        Tensor sum = Tensor.zeros(x0.shape());
        double total = 0;
        double squares = 0;
        for (int r = 0; r < repeats; r++) {
            Tensor bits = once(schedule, denoiser, x0, random, noise, hook, r);
            double mean = mean(bits);
            total += mean;
            squares += mean * mean;
            sum = sum.plus(bits);
        }
        double mean = total / repeats;
        double variance = Math.max(0, squares / repeats - mean * mean) / (repeats - 1);
        double error = repeats == 1 ? Double.NaN : Math.sqrt(variance);
        return new Result(mean, error, sum.times(1.0 / repeats));
    }

    private Tensor once(
            NoiseSchedule schedule,
            Denoiser denoiser,
            Tensor x0,
            Random random,
            Noise noise,
            ReverseSampler.Hook hook,
            int repeat) {
        int last = schedule.trainTimesteps() - 1;
        Tensor nats = priorTerm(schedule.alphaBar(last), x0);
        nats = nats.plus(reconstruction(schedule, denoiser, x0, noise));
        int ranges = Math.min(terms, last);
        for (int i = 0; i < ranges; i++) {
            int from = 1 + (int) ((long) i * last / ranges);
            int to = 1 + (int) ((long) (i + 1) * last / ranges);
            int t = from + random.nextInt(to - from);
            double weight = (to - from) * 0.5 * (snr(schedule, t - 1) - snr(schedule, t));
            Tensor noisy = noisy(x0, schedule.sigma(t), noise);
            Tensor denoised = denoiser.denoise(noisy, schedule.level(t));
            nats = nats.plus(x0.zip(denoised, (a, b) -> weight * (a - b) * (a - b)));
            hook.afterStep(repeat * ranges + i + 1, repeats * ranges, (double) t / last, noisy);
        }
        return nats.times(1 / Math.log(2));
    }

    private static double snr(NoiseSchedule schedule, int t) {
        return schedule.alphaBar(t) / (1 - schedule.alphaBar(t));
    }

    private static Tensor noisy(Tensor x0, double sigma, Noise noise) {
        return x0.combine(1, noise.gaussian(x0.shape()), sigma);
    }

    /** The divergence of the last timestep from the prior. */
    private static Tensor priorTerm(double alphaBar, Tensor x0) {
        double constant = -alphaBar - Math.log1p(-alphaBar);
        return x0.map(v -> 0.5 * (alphaBar * v * v + constant));
    }

    /** How well the first step tells the grey level (Ho et al. 2020, equation 13) or the value. */
    private Tensor reconstruction(
            NoiseSchedule schedule, Denoiser denoiser, Tensor x0, Noise noise) {
        double sigma = schedule.sigma(0);
        Tensor denoised = denoiser.denoise(noisy(x0, sigma, noise), schedule.level(0));
        if (greyLevels) {
            return x0.zip(denoised, (x, mean) -> -Math.log(levelProbability(x, mean, sigma)));
        }
        double constant = 0.5 * Math.log(2 * Math.PI * sigma * sigma);
        double precision = 0.5 / (sigma * sigma);
        return x0.zip(denoised, (x, mean) -> constant + precision * (x - mean) * (x - mean));
    }

    private static double levelProbability(double x, double mean, double sigma) {
        double low = x < -1 + HALF_LEVEL ? Double.NEGATIVE_INFINITY : x - HALF_LEVEL;
        double high = x > 1 - HALF_LEVEL ? Double.POSITIVE_INFINITY : x + HALF_LEVEL;
        double scale = 1 / (sigma * Math.sqrt(2));
        double share = 0.5 * Erf.erf((low - mean) * scale, (high - mean) * scale);
        return Math.max(1e-12, share);
    }

    private static double mean(Tensor values) {
        double sum = 0;
        for (float v : values.data()) sum += v;
        return sum / values.size();
    }
}
