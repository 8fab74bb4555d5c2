// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import java.util.List;
import java.util.stream.Stream;

/**
 * How the timesteps of a run are spread over the training timesteps: Lin et al., "Common Diffusion
 * Noise Schedules and Sample Steps are Flawed" (2024), table 2. Rounding is to the even number, and
 * the details are those of diffusers, so that the same settings give the same timesteps.
 */
public enum Spacing {

    /** From 0 up in equal whole strides, plus an offset; the last training timestep is missed. */
    LEADING("leading") {
        @Override
        public double[] timesteps(int trainTimesteps, int steps, int offset) {
            int stride = Math.max(1, trainTimesteps / steps);
            double[] timesteps = new double[steps];
            for (int i = 0; i < steps; i++) {
                int timestep = (steps - 1 - i) * stride + offset;
                timesteps[i] = Math.min(timestep, trainTimesteps - 1);
            }
            return timesteps;
        }
    },

    /** From the first to the last training timestep, both included; timesteps may be fractional. */
    LINSPACE("linspace") {
        @Override
        public double[] timesteps(int trainTimesteps, int steps, int offset) {
            double[] timesteps = new double[steps];
            double stride = (trainTimesteps - 1.0) / (steps - 1);
            for (int i = 0; i < steps - 1; i++) timesteps[i] = (steps - 1 - i) * stride;
            if (steps > 1) timesteps[0] = trainTimesteps - 1;
            return timesteps;
        }
    },

    /** From the last training timestep down in equal strides, rounded. */
    TRAILING("trailing") {
        @Override
        public double[] timesteps(int trainTimesteps, int steps, int offset) {
            double[] timesteps = new double[steps];
            double increment = trainTimesteps - (double) trainTimesteps / steps - trainTimesteps;
            for (int i = 0; i < steps; i++) {
                timesteps[i] = Math.rint(trainTimesteps + i * increment) - 1;
            }
            return timesteps;
        }
    };

    private final String key;

    Spacing(String key) {
        this.key = key;
    }

    /** The name in a scheduler_config.json. */
    public String key() {
        return key;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Stream.of(values()).map(Spacing::key).toList();
    }

    /**
     * The spacing of a name, upper and lower case being the same.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static Spacing named(String name) {
        return Stream.of(values())
                .filter(spacing -> spacing.key.equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown spacing \""
                                                + name
                                                + "\"; choose one of: "
                                                + String.join(", ", names())));
    }

    /**
     * The timesteps of a run, the noisiest first. A single step with {@link #LINSPACE} is timestep
     * 0.
     *
     * @param trainTimesteps the schedule's length
     * @param steps timesteps wanted, at least 1
     * @param offset added to each timestep by {@link #LEADING}
     */
    public abstract double[] timesteps(int trainTimesteps, int steps, int offset);
}
