// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import java.util.Optional;
import java.util.stream.DoubleStream;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The training noise schedule of a model, and what its {@code scheduler_config.json} says about
 * walking along it. Immutable.
 *
 * <p>Timestep t of training keeps {@code sqrt(alphaBar(t))} of the clean sample and adds noise of
 * variance {@code 1 - alphaBar(t)}, so {@code sigma(t)^2 = (1 - alphaBar(t)) / alphaBar(t)}. The
 * tables are in float32, as they are wherever such models are trained and used: diffusers cuts
 * interpolated timesteps off, where the last digit decides.
 *
 * <pre>{@code
 * NoiseSchedule schedule = NoiseSchedule.of(SchedulerConfig.read(path));
 * NoiseLevel level = schedule.level(500);
 * Tensor noisy = x0.combine(1, eps, level.sigma());
 * }</pre>
 */
public final class NoiseSchedule {

    /** Stands for no signal at all where sigma would be infinite; its root is an exact float. */
    private static final double TERMINAL_ALPHA_BAR = 0x1p-64;

    /** The same for solvers that work in log sigma: sigma is then 4096. */
    private static final double SOLVER_TERMINAL_ALPHA_BAR = 0x1p-24;

    private final SchedulerConfig config;
    private final double[] alphaBars;
    private final double[] sigmas;
    private final double[] logSigmas;

    private NoiseSchedule(SchedulerConfig config, double[] alphaBars) {
        this.config = config;
        this.alphaBars = alphaBars;
        this.sigmas = DoubleStream.of(alphaBars).map(NoiseSchedule::sigmaOf).toArray();
        this.logSigmas = DoubleStream.of(sigmas).map(s -> (float) Math.log(s)).toArray();
    }

    /**
     * The schedule that a configuration describes. With {@code rescale_betas_zero_snr} the last
     * timestep has no signal; its sigma is then a very large number instead of infinity.
     */
    public static NoiseSchedule of(SchedulerConfig config) {
        double[] alphaBars = Betas.cumulate(Betas.of(config));
        if (config.rescaleZeroSnr()) alphaBars[alphaBars.length - 1] = TERMINAL_ALPHA_BAR;
        return new NoiseSchedule(config, alphaBars);
    }

    /**
     * The schedule for solvers that divide by differences of log sigma: a last timestep without
     * signal gets the sigma 4096. Without {@code rescale_betas_zero_snr} it is this schedule.
     */
    public NoiseSchedule forSolvers() {
        if (!config.rescaleZeroSnr()) return this;
        double[] capped = alphaBars.clone();
        capped[capped.length - 1] = SOLVER_TERMINAL_ALPHA_BAR;
        return new NoiseSchedule(config, capped);
    }

    /** The number of training timesteps. */
    public int trainTimesteps() {
        return alphaBars.length;
    }

    /**
     * The share of the clean sample's variance that is left, {@code prod(1 - beta)} up to and with
     * this timestep, in (0, 1).
     */
    public double alphaBar(int timestep) {
        return alphaBars[timestep];
    }

    /**
     * The noise standard deviation at a timestep, {@code sqrt((1 - alphaBar) / alphaBar)}.
     *
     * @param timestep in [0, trainTimesteps - 1]; between two timesteps sigma is interpolated
     */
    public double sigma(double timestep) {
        int low = (int) timestep;
        double weight = timestep - low;
        if (weight == 0) return sigmas[low];
        return sigmas[low] + weight * (sigmas[low + 1] - sigmas[low]);
    }

    /** The noise level of a timestep in [0, trainTimesteps - 1], which may be fractional. */
    public NoiseLevel level(double timestep) {
        return new NoiseLevel(sigma(timestep), timestep);
    }

    /**
     * The timestep of a sigma, interpolated in log sigma.
     *
     * @param sigma a standard deviation; beyond the schedule's ends it counts as the end
     * @return a timestep in [0, trainTimesteps - 1], fractional in general
     */
    public double timestepOf(double sigma) {
        double log = Math.log(sigma);
        int low = 0;
        int high = trainTimesteps() - 1;
        if (!(log > logSigmas[low])) return low;
        if (!(log < logSigmas[high])) return high;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (logSigmas[middle] <= log) low = middle;
            else high = middle;
        }
        return low + (log - logSigmas[low]) / (logSigmas[high] - logSigmas[low]);
    }

    /** What the network's output means. */
    public Prediction prediction() {
        return config.prediction();
    }

    /** How timesteps are spaced, or empty if the model leaves that to the sampler. */
    public Optional<Spacing> spacing() {
        return config.spacing();
    }

    /** How its betas grow, unless they were given one by one. */
    public BetaSchedule betaSchedule() {
        return config.betaSchedule();
    }

    /** What {@link Spacing#LEADING} adds to each timestep. */
    public int stepsOffset() {
        return config.stepsOffset();
    }

    /**
     * Whether samplers that step from timestep to timestep end at sigma 0 (true) or at the sigma of
     * timestep 0 (false); empty if the model leaves that to the sampler.
     */
    public Optional<Boolean> setAlphaToOne() {
        return config.setAlphaToOne();
    }

    /** The sigma that solvers in log sigma end at: 0, or that of timestep 0. */
    public double endSigma() {
        return config.endsAtSigmaMin() ? sigmas[0] : 0;
    }

    /** The denoised sample kept within the data's range, for a model that asks for it. */
    public Tensor clip(Tensor denoised) {
        return config.thresholding().apply(denoised);
    }

    /** The same schedule walked along with another spacing of timesteps. */
    public NoiseSchedule withSpacing(Spacing spacing) {
        return new NoiseSchedule(config.withSpacing(spacing), alphaBars);
    }

    /** In float32, as where models are trained. */
    private static double sigmaOf(double alphaBar) {
        float kept = (float) alphaBar;
        return (float) Math.sqrt((1 - kept) / kept);
    }
}
