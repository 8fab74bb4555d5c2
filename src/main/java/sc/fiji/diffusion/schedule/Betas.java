// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import java.util.List;

/** The variances beta of a training schedule, in float32 like the tables that models learn with. */
final class Betas {

    private Betas() {}

    /** The betas that a configuration lists or describes. */
    static float[] of(SchedulerConfig config) {
        float[] betas =
                config.trainedBetas().isEmpty()
                        ? config.betaSchedule()
                                .betas(
                                        config.betaStart(),
                                        config.betaEnd(),
                                        config.trainTimesteps())
                        : toFloats(config.trainedBetas());
        return config.rescaleZeroSnr() ? rescaleZeroTerminalSnr(betas) : betas;
    }

    /** alphaBar, the running product of 1 - beta. */
    static double[] cumulate(float[] betas) {
        double[] alphaBars = new double[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            alphaBars[i] = (float) product;
        }
        return alphaBars;
    }

    /**
     * Shifts and scales sqrt(alphaBar) so that the last one is 0 and the first one stays: Lin et
     * al. (2024), algorithm 1.
     */
    static float[] rescaleZeroTerminalSnr(float[] betas) {
        double[] alphaBars = cumulate(betas);
        double first = Math.sqrt(alphaBars[0]);
        double last = Math.sqrt(alphaBars[alphaBars.length - 1]);
        float[] rescaled = new float[betas.length];
        double previous = 1;
        for (int i = 0; i < rescaled.length; i++) {
            double root = (Math.sqrt(alphaBars[i]) - last) * first / (first - last);
            rescaled[i] = (float) (1 - root * root / previous);
            previous = root * root;
        }
        return rescaled;
    }

    private static float[] toFloats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) floats[i] = values.get(i).floatValue();
        return floats;
    }
}
