// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;

/**
 * How samples are noised for a denoiser to learn: timesteps spread evenly over the schedule, one in
 * each of N equal parts (Kingma et al. 2021, appendix I.1), and weights after the signal-to-noise
 * ratio (Hang et al. 2023).
 *
 * @param schedule the noise schedule
 * @param minSnrGamma the ratio at which weights are cut off; 0 weighs all timesteps the same
 */
public record Noising(NoiseSchedule schedule, double minSnrGamma) {

    private static final int LEVELS = 4;

    /**
     * Checks that the prediction has a meaning at every timestep.
     *
     * @throws IllegalArgumentException for noise as the target of a schedule that ends without
     *     signal: the noise is then the input itself, and nothing is learned
     */
    public Noising {
        int last = schedule.trainTimesteps() - 1;
        if (schedule.prediction() == Prediction.EPSILON && schedule.alphaBar(last) < 1e-9) {
            throw new IllegalArgumentException(
                    "a schedule with zero terminal SNR cannot be trained on epsilon; predict v or"
                            + " sample");
        }
    }

    /** An objective of train.py for the schedule's prediction. */
    NetworkSource apply(NetworkSource objective) {
        return objective.with("train_target", schedule.prediction().ordinal());
    }

    /** What the held-out figures are called: the timesteps that each is over. */
    List<String> levelNames() {
        int t = schedule.trainTimesteps();
        return IntStream.range(0, LEVELS)
                .mapToObj(
                        i ->
                                String.format(
                                        Locale.ROOT,
                                        "t %d-%d",
                                        t * i / LEVELS,
                                        t * (i + 1) / LEVELS - 1))
                .toList();
    }

    /** Samples {@code [N, C, H, W]} with noise, timesteps, alphas and weights. */
    Tensor[] draw(Tensor samples, Random random) {
        double start = random.nextDouble();
        return noise(samples, start, 0, schedule.trainTimesteps(), random);
    }

    /** The same over one level's timesteps alone. */
    Tensor[] atLevel(int level, Tensor samples, Random random) {
        int t = schedule.trainTimesteps();
        return noise(samples, 0.5, t * level / LEVELS, t * (level + 1) / LEVELS, random);
    }

    private Tensor[] noise(Tensor samples, double start, int first, int end, Random random) {
        int n = samples.dim(0);
        Tensor timesteps = Tensor.zeros(n);
        Tensor alphas = Tensor.zeros(n);
        Tensor weights = Tensor.zeros(n);
        for (int i = 0; i < n; i++) {
            int t = first + (int) ((end - first) * ((i + start) / n));
            timesteps.data()[i] = t;
            alphas.data()[i] = (float) Math.sqrt(schedule.alphaBar(t));
            weights.data()[i] = (float) weight(t);
        }
        Tensor eps = StepRandom.gaussian(random, samples.shape());
        return new Tensor[] {samples, eps, timesteps, alphas, weights};
    }

    /**
     * The weight of the squared error at a timestep: min(SNR, gamma) in the error of the sample.
     */
    double weight(int timestep) {
        if (minSnrGamma == 0) return 1;
        double alphaBar = schedule.alphaBar(timestep);
        double snr = alphaBar / (1 - alphaBar);
        double ofSample = Math.min(snr, minSnrGamma);
        return switch (schedule.prediction()) {
            case EPSILON -> ofSample / snr;
            case V -> ofSample / (snr + 1);
            case SAMPLE -> ofSample;
        };
    }
}
