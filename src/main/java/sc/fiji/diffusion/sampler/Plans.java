// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import sc.fiji.diffusion.schedule.BetaSchedule;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.schedule.Spacing;

/** The ways in which published samplers choose their noise levels. */
final class Plans {

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
    private static double[] solverTimesteps(NoiseSchedule schedule, int steps) {
        Spacing spacing = sigmaSpacing(schedule);
        double[] timesteps =
                spacing == Spacing.TRAILING
                        ? timesteps(schedule, spacing, steps)
                        : Arrays.copyOf(timesteps(schedule, spacing, steps + 1), steps);
        return DoubleStream.of(timesteps).map(Math::rint).toArray();
    }

    /** The levels of sigmas (in float32), with the timesteps interpolated in log sigma. */
    static List<NoiseLevel> levelsOfSigmas(NoiseSchedule schedule, double[] sigmas) {
        return DoubleStream.of(sigmas)
                .mapToObj(sigma -> new NoiseLevel((float) sigma, schedule.timestepOf(sigma)))
                .toList();
    }

    /** The levels of timesteps. */
    static List<NoiseLevel> levels(NoiseSchedule schedule, double[] timesteps) {
        return DoubleStream.of(timesteps).mapToObj(schedule::level).toList();
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
     * @param spacing how the sigmas between the first and the last timestep are spread
     */
    static SamplingPlan sigmas(NoiseSchedule schedule, int steps, SigmaSpacing spacing) {
        NoiseSchedule capped = schedule.forSolvers();
        List<NoiseLevel> levels = levels(capped, fractionalTimesteps(capped, steps));
        if (spacing != SigmaSpacing.SCHEDULE) {
            double max = levels.get(0).sigma();
            double min = levels.get(steps - 1).sigma();
            levels = levelsOfSigmas(capped, spacing.sigmas(max, min, steps));
        }
        SamplingPlan plan = unitVariance(capped, steps, levels, 0);
        if (sigmaSpacing(schedule) == Spacing.LEADING) return plan;
        double initialSigma = levels.get(0).sigma();
        return new SamplingPlan(levels, plan.end(), initialSigma, capped, steps);
    }

    /**
     * The plan of the solvers in log sigma. The timesteps of sigmas are whole as in diffusers,
     * which rounds those of Karras and cuts the others off.
     *
     * @param spacing how the sigmas are spread over the whole schedule
     */
    static SamplingPlan solver(NoiseSchedule schedule, int steps, SigmaSpacing spacing) {
        return solver(
                schedule,
                steps,
                spacing,
                spacing == SigmaSpacing.KARRAS ? Math::rint : Math::floor);
    }

    /**
     * The plan of the multistep solvers DPM-Solver++, for which diffusers cuts all timesteps off
     * where alphaBar is a squared cosine.
     *
     * @param spacing how the sigmas are spread over the whole schedule
     */
    static SamplingPlan multistep(NoiseSchedule schedule, int steps, SigmaSpacing spacing) {
        return schedule.betaSchedule() == BetaSchedule.SQUARED_COSINE
                ? solver(schedule, steps, spacing, Math::floor)
                : solver(schedule, steps, spacing);
    }

    private static SamplingPlan solver(
            NoiseSchedule schedule, int steps, SigmaSpacing spacing, DoubleUnaryOperator whole) {
        requireSteps(schedule, steps);
        NoiseSchedule capped = schedule.forSolvers();
        if (spacing == SigmaSpacing.SCHEDULE) {
            List<NoiseLevel> levels = levels(capped, solverTimesteps(capped, steps));
            return unitVariance(capped, steps, levels, capped.endSigma());
        }
        double max = capped.sigma(capped.trainTimesteps() - 1);
        double[] sigmas = spacing.sigmas(max, capped.sigma(0), steps);
        List<NoiseLevel> levels =
                levelsOfSigmas(capped, sigmas).stream()
                        .map(l -> new NoiseLevel(l.sigma(), whole.applyAsDouble(l.timestep())))
                        .toList();
        return unitVariance(capped, steps, levels, capped.endSigma());
    }

    /**
     * A plan with a second entry in each step but the last, at the geometric middle of where the
     * step starts and where its deterministic part ends.
     *
     * @param eta share of DDPM's fresh noise in the step
     */
    static SamplingPlan withMiddles(SamplingPlan plan, double eta) {
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < plan.levels().size() - 1; i++) {
            double from = plan.sigma(i);
            double to = plan.sigma(i + 1);
            double middle = Math.sqrt(from * Steps.down(to, Steps.up(from, to, eta)));
            levels.add(plan.levels().get(i));
            levels.add(new NoiseLevel(middle, plan.schedule().timestepOf(middle)));
        }
        levels.add(plan.levels().get(plan.levels().size() - 1));
        return plan.withLevels(levels);
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

    private static Spacing sigmaSpacing(NoiseSchedule schedule) {
        return schedule.spacing().orElse(Spacing.LINSPACE);
    }

    private static double[] timesteps(NoiseSchedule schedule, Spacing spacing, int steps) {
        return spacing.timesteps(schedule.trainTimesteps(), steps, schedule.stepsOffset());
    }
}
