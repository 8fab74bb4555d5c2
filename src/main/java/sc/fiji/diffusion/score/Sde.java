// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

/**
 * A forward equation {@code dx = f(t) x dt + g(t) dw} for t in [0, 1], which turns data into noise.
 * All three of Song et al. (2021) are linear in x, so that the marginal of one data point is a
 * normal distribution: {@code x(t) = scale(t) x(0) + std(t) z}.
 */
public interface Sde {

    /** The name that people know it by. */
    String name();

    /** The factor f of the drift {@code f(t) x}. */
    double drift(double t);

    /** The diffusion coefficient g. */
    double diffusion(double t);

    /** The factor of the data in the marginal. */
    double scale(double t);

    /** The standard deviation of the noise in the marginal. */
    double std(double t);

    /** Standard deviation of the prior, the normal distribution that stands for x(1). */
    double priorStd();

    /**
     * The time at which sampling, encoding and likelihoods stop short of 0, where the score of data
     * on a submanifold has no limit.
     */
    double start();

    /**
     * One step of the forward Markov chain that the equation is the limit of, from {@code t - dt}
     * to t: {@code x + drift x + diffusion z} (Song et al. 2021, appendix E). By default the step
     * of Euler and Maruyama.
     */
    default Step discretise(double t, double dt) {
        return new Step(drift(t) * dt, diffusion(t) * Math.sqrt(dt));
    }

    /**
     * The factor that the corrector's step size has (Song et al. 2021, algorithms 4 and 5).
     *
     * @param dt of the predictor's step that it follows
     */
    default double correctorScale(double t, double dt) {
        return 1;
    }

    /** The noise level {@code std / scale}, for data of unit scale. */
    default double sigma(double t) {
        return std(t) / scale(t);
    }

    /** The signal-to-noise ratio of variances for data of unit variance. */
    default double signalToNoise(double t) {
        return 1 / (sigma(t) * sigma(t));
    }

    /**
     * A step of a chain.
     *
     * @param drift what x is multiplied by and moved
     * @param diffusion standard deviation of the noise
     */
    record Step(double drift, double diffusion) {}
}
