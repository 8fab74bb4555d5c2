// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Spacing;

/** The ways in which published samplers choose their noise levels. */
final class Plans {

    /** Karras et al. (2022), section 3: the exponent that they found best. */
    private static final double KARRAS_RHO = 7;

    /** The steps of the solver that consistency models are distilled from. */
    private static final int DISTILLED_STEPS = 50;

    private Plans() {}

    /**
     * Checks a number of steps.
     *
     * @throws IllegalArgumentException if there are more steps than training timesteps, or none
     */
    static void requireSteps(NoiseSchedule schedule, int steps) {
        if (steps < 1 || steps > schedule.trainTimesteps()) {
            throw new IllegalArgumentException(
                    "steps must be between 1 and "
                            + schedule.trainTimesteps()
                            + ", the timesteps of the model's training, was "
                            + steps);
        }
    }

    /** Whole timesteps, as samplers use that step along the training timesteps. */
    static double[] wholeTimesteps(NoiseSchedule schedule, int steps) {
        requireSteps(schedule, steps);
        Spacing spacing = schedule.spacing().orElse(Spacing.LEADING);
        return DoubleStream.of(timesteps(schedule, spacing, steps)).map(Math::rint).toArray();
    }

    /** Timesteps that may be fractional (in float32), as samplers use that step along sigma. */
    static double[] fractionalTimesteps(NoiseSchedule schedule, int steps) {
        requireSteps(schedule, steps);
        double[] timesteps = timesteps(schedule, sigmaSpacing(schedule), steps);
        return DoubleStream.of(timesteps).map(t -> (float) t).toArray();
    }

    /**
     * Whole timesteps as the solvers in log sigma use them: they count the end as a timestep of its
     * own, save with trailing spacing.
     */
    private static double[] solverTimesteps(NoiseSchedule schedule, Spacing spacing, int steps) {
        requireSteps(schedule, steps);
        double[] timesteps =
                spacing == Spacing.TRAILING
                        ? timesteps(schedule, spacing, steps)
                        : Arrays.copyOf(timesteps(schedule, spacing, steps + 1), steps);
        return DoubleStream.of(timesteps).map(Math::rint).toArray();
    }

    /** The levels of sigmas, with the timesteps interpolated in log sigma. */
    static List<NoiseLevel> levelsOfSigmas(NoiseSchedule schedule, double[] sigmas) {
        return DoubleStream.of(sigmas)
                .mapToObj(sigma -> new NoiseLevel(sigma, schedule.timestepOf(sigma)))
                .toList();
    }

    /** The levels of timesteps. */
    static List<NoiseLevel> levels(NoiseSchedule schedule, double[] timesteps) {
        return DoubleStream.of(timesteps).mapToObj(schedule::level).toList();
    }

    /**
     * Sigmas that are equally spaced in their seventh root: Karras et al., "Elucidating the Design
     * Space of Diffusion-Based Generative Models" (2022), equation 5.
     */
    static double[] karrasSigmas(double max, double min, int steps) {
        double first = Math.pow(max, 1 / KARRAS_RHO);
        double last = Math.pow(min, 1 / KARRAS_RHO);
        double stride = (last - first) / Math.max(1, steps - 1);
        return IntStream.range(0, steps)
                .mapToDouble(i -> Math.pow(first + i * stride, KARRAS_RHO))
                .toArray();
    }

    /** A plan whose start has variance 1 on the variance-preserving scale. */
    static SamplingPlan unitVariance(
            NoiseSchedule schedule, int steps, List<NoiseLevel> levels, double endSigma) {
        double initialSigma = 1 / levels.get(0).alpha();
        return new SamplingPlan(levels, new NoiseLevel(endSigma, 0), initialSigma, schedule, steps);
    }

    /**
     * The plan of samplers that step along sigma down to 0. It starts with the first sigma; leading
     * spacing, which misses the noisiest timestep, starts with unit variance.
     *
     * @param karras whether the sigmas between the first and the last are those of Karras et al.
     */
    static SamplingPlan sigmas(NoiseSchedule schedule, int steps, boolean karras) {
        NoiseSchedule capped = schedule.forSolvers();
        List<NoiseLevel> levels = levels(capped, fractionalTimesteps(capped, steps));
        if (karras) {
            double max = levels.get(0).sigma();
            double min = levels.get(steps - 1).sigma();
            levels = levelsOfSigmas(capped, karrasSigmas(max, min, steps));
        }
        SamplingPlan plan = unitVariance(capped, steps, levels, 0);
        if (sigmaSpacing(schedule) == Spacing.LEADING) return plan;
        double initialSigma = levels.get(0).sigma();
        return new SamplingPlan(levels, plan.end(), initialSigma, capped, steps);
    }

    /**
     * The plan of the solvers in log sigma, down to sigma 0.
     *
     * @param karras whether the sigmas are those of Karras et al. over the whole schedule, with the
     *     timesteps rounded
     */
    static SamplingPlan solver(NoiseSchedule schedule, int steps, boolean karras) {
        if (!karras) return solver(schedule, sigmaSpacing(schedule), steps);
        requireSteps(schedule, steps);
        NoiseSchedule capped = schedule.forSolvers();
        double max = capped.sigma(capped.trainTimesteps() - 1);
        double[] sigmas = karrasSigmas(max, capped.sigma(0), steps);
        List<NoiseLevel> levels =
                levelsOfSigmas(capped, sigmas).stream().map(Plans::atWholeTimestep).toList();
        return unitVariance(capped, steps, levels, 0);
    }

    /** The same with a spacing of the sampler's own. */
    static SamplingPlan solver(NoiseSchedule schedule, Spacing spacing, int steps) {
        NoiseSchedule capped = schedule.forSolvers();
        double[] timesteps = solverTimesteps(capped, spacing, steps);
        return unitVariance(capped, steps, levels(capped, timesteps), 0);
    }

    /**
     * The plan of samplers for distilled models: some of the 50 timesteps, evenly spaced up to the
     * last, with which such models are trained.
     *
     * @throws IllegalArgumentException if there are more than 50 steps, or none
     */
    static SamplingPlan distilled(NoiseSchedule schedule, int steps, double endSigma) {
        int most = Math.min(DISTILLED_STEPS, schedule.trainTimesteps());
        if (steps < 1 || steps > most) {
            throw new IllegalArgumentException(
                    "steps must be between 1 and "
                            + most
                            + " with a sampler for distilled models, was "
                            + steps);
        }
        int stride = schedule.trainTimesteps() / most;
        double skip = (double) most / steps;
        double[] timesteps =
                IntStream.range(0, steps)
                        .mapToDouble(i -> (most - Math.floor(i * skip)) * stride - 1)
                        .toArray();
        return unitVariance(schedule, steps, levels(schedule, timesteps), endSigma);
    }

    private static NoiseLevel atWholeTimestep(NoiseLevel level) {
        return new NoiseLevel(level.sigma(), Math.rint(level.timestep()));
    }

    private static Spacing sigmaSpacing(NoiseSchedule schedule) {
        return schedule.spacing().orElse(Spacing.LINSPACE);
    }

    private static double[] timesteps(NoiseSchedule schedule, Spacing spacing, int steps) {
        return spacing.timesteps(schedule.trainTimesteps(), steps, schedule.stepsOffset());
    }
}
