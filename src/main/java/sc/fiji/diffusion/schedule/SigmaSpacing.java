// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How the sigmas of a run are spread between the noisiest and the last one. */
public enum SigmaSpacing {

    /** Those that the training schedule has at the timesteps of the run. */
    SCHEDULE("schedule") {
        @Override
        public double[] sigmas(double max, double min, int steps) {
            throw new IllegalStateException("the schedule's sigmas come with its timesteps");
        }
    },

    /**
     * Equal steps in the seventh root: Karras et al., "Elucidating the Design Space of
     * Diffusion-Based Generative Models" (2022), equation 5 with the rho that they found best.
     */
    KARRAS("Karras") {
        @Override
        public double[] sigmas(double max, double min, int steps) {
            double first = Math.pow(max, 1 / RHO);
            double last = Math.pow(min, 1 / RHO);
            return spread(steps, share -> Math.pow(first + share * (last - first), RHO));
        }
    },

    /** Equal steps in log sigma, the spacing of DPM-Solver: Lu et al. (2022), section 3.4. */
    EXPONENTIAL("exponential") {
        @Override
        public double[] sigmas(double max, double min, int steps) {
            double range = Math.log(min / max);
            return spread(steps, share -> max * Math.exp(share * range));
        }
    },

    /**
     * Small equal steps down to 97.5 % of the largest sigma in the first half of the run, then
     * quadratically growing ones to 0 without a kink: Polyak et al., "Movie Gen" (2024), section
     * 3.4.2, whose noise levels from 1 to 0 stand for shares of the largest sigma.
     */
    LINEAR_QUADRATIC("linear-quadratic") {
        @Override
        public double[] sigmas(double max, double min, int steps) {
            int half = steps / 2;
            double slope = half == 0 ? 0 : LINEAR_SHARE / half;
            int rest = steps - half;
            double bend = (1 - LINEAR_SHARE - slope * rest) / ((double) rest * rest);
            return IntStream.range(0, steps)
                    .mapToDouble(i -> slope * i + (i <= half ? 0 : bend * (i - half) * (i - half)))
                    .map(share -> max * (1 - share))
                    .toArray();
        }
    };

    private static final double RHO = 7;
    private static final double LINEAR_SHARE = 0.025;

    private final String label;

    SigmaSpacing(String label) {
        this.label = label;
    }

    /** The name in dialogs and macros. */
    public String label() {
        return label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Stream.of(values()).map(SigmaSpacing::label).toList();
    }

    /**
     * The spacing of a name, upper and lower case being the same.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static SigmaSpacing named(String name) {
        return Stream.of(values())
                .filter(spacing -> spacing.label.equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown sigmas \""
                                                + name
                                                + "\"; choose one of: "
                                                + String.join(", ", names())));
    }

    /**
     * The sigmas of a run, the noisiest first, without the end.
     *
     * @param max the first sigma
     * @param min the last sigma of {@link #KARRAS} and {@link #EXPONENTIAL}, above 0
     * @param steps at least 1
     * @throws IllegalStateException for {@link #SCHEDULE}
     */
    public abstract double[] sigmas(double max, double min, int steps);

    /** A function of the share of the way, 0 at the first and 1 at the last step. */
    private static double[] spread(int steps, DoubleUnaryOperator sigma) {
        return IntStream.range(0, steps)
                .mapToDouble(i -> sigma.applyAsDouble(i / Math.max(1.0, steps - 1)))
                .toArray();
    }
}
