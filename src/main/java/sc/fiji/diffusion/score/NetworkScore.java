// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The score that a network knows, which was trained on a discrete schedule, under any equation: the
 * marginal {@code scale x0 + std eps} is {@code scale} times {@code x0 + sigma eps}, the timestep
 * is that of the sigma, and the score is {@code -eps / std} (Song et al. 2021, equation 7 and
 * Tweedie's formula). Sigmas beyond the schedule's ends count as its ends for the network.
 */
public final class NetworkScore implements Score.Differentiable {

    private final Sde sde;
    private final NoiseSchedule schedule;
    private final Model model;

    /** The network: its output, and the pull-back of a vector through it. */
    public interface Model {

        /** The prediction for x on the variance-preserving scale. */
        Tensor predict(Tensor x, double timestep);

        /** The prediction and {@code vector^T dprediction/dx}. */
        Score.Pullback pullBack(Tensor vector, Tensor x, double timestep);
    }

    /**
     * A score.
     *
     * @param schedule that the network was trained on, which also says what its output means
     */
    public NetworkScore(Sde sde, NoiseSchedule schedule, Model model) {
        this.sde = sde;
        this.schedule = schedule;
        this.model = model;
    }

    /** The same score as a function that denoises, for what needs no derivative. */
    public static Score of(Sde sde, NoiseSchedule schedule, Denoiser denoiser) {
        return (x, t) -> {
            NoiseLevel level = level(sde, schedule, t);
            Tensor denoised = denoiser.denoise(x.times(1 / sde.scale(t)), level);
            return fromDenoised(sde, denoised, x, t);
        };
    }

    /** The level that a time means for the network. */
    static NoiseLevel level(Sde sde, NoiseSchedule schedule, double t) {
        double sigma = sde.sigma(t);
        return new NoiseLevel(sigma, schedule.timestepOf(sigma));
    }

    /** {@code (scale x0 - x) / std^2}. */
    static Tensor fromDenoised(Sde sde, Tensor denoised, Tensor x, double t) {
        double variance = sde.std(t) * sde.std(t);
        return denoised.combine(sde.scale(t) / variance, x, -1 / variance);
    }

    @Override
    public Tensor at(Tensor x, double t) {
        NoiseLevel level = level(sde, schedule, t);
        double alpha = level.alpha() / sde.scale(t);
        Tensor output = model.predict(x.times(alpha), level.timestep());
        return score(output, x, t, level);
    }

    @Override
    public Pullback pullBack(Tensor vector, Tensor x, double t) {
        NoiseLevel level = level(sde, schedule, t);
        double alpha = level.alpha() / sde.scale(t);
        Pullback output = model.pullBack(vector, x.times(alpha), level.timestep());
        // The score is linear in the output and in x, so it passes on derivatives as it does
        // values.
        Tensor product = score(output.product().times(alpha), vector, t, level);
        return new Pullback(score(output.score(), x, t, level), product);
    }

    private Tensor score(Tensor output, Tensor x, double t, NoiseLevel level) {
        Prediction prediction = schedule.prediction();
        Tensor onSigmaScale = x.times(1 / sde.scale(t));
        return fromDenoised(sde, prediction.denoised(output, onSigmaScale, level), x, t);
    }
}
