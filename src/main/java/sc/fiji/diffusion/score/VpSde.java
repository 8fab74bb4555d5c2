// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.schedule.NoiseSchedule;

/**
 * The variance-preserving equation {@code dx = -beta(t)/2 x dt + sqrt(beta(t)) dw} with a linear
 * beta: the limit of DDPM (Song et al. 2021, equations 11 and 32).
 *
 * @param betaMin beta(0), at least 0
 * @param betaMax beta(1), above betaMin
 */
public record VpSde(double betaMin, double betaMax) implements Sde {

    /** Checks the range. */
    public VpSde {
        requireBetas(betaMin, betaMax);
    }

    /** With the values of Ho et al. (2020) and Song et al. (2021), 0.1 and 20. */
    public static VpSde standard() {
        return new VpSde(0.1, 20);
    }

    /**
     * With the first beta of a discrete schedule and its noise at the end; for a schedule with
     * linear betas it is that schedule's limit.
     */
    public static VpSde spanning(NoiseSchedule schedule) {
        int last = schedule.trainTimesteps() - 1;
        double first = schedule.trainTimesteps() * (1 - schedule.alphaBar(0));
        double total = -Math.log(Math.max(schedule.alphaBar(last), 1e-12));
        return new VpSde(first, 2 * total - first);
    }

    static void requireBetas(double betaMin, double betaMax) {
        if (!(betaMin >= 0 && betaMax > betaMin && betaMax < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "beta must grow from at least 0, was " + betaMin + " to " + betaMax);
        }
    }

    /** The integral of beta from 0 to t. */
    private double integral(double t) {
        return t * (betaMin + 0.5 * t * (betaMax - betaMin));
    }

    private double beta(double t) {
        return betaMin + t * (betaMax - betaMin);
    }

    @Override
    public String name() {
        return "VP";
    }

    @Override
    public double drift(double t) {
        return -0.5 * beta(t);
    }

    @Override
    public double diffusion(double t) {
        return Math.sqrt(beta(t));
    }

    @Override
    public double scale(double t) {
        return Math.exp(-0.5 * integral(t));
    }

    @Override
    public double std(double t) {
        return Math.sqrt(-Math.expm1(-integral(t)));
    }

    @Override
    public double priorStd() {
        return 1;
    }

    @Override
    public double start() {
        return 1e-3;
    }

    @Override
    public Step discretise(double t, double dt) {
        double beta = Math.min(beta(t) * dt, 0.999);
        return new Step(Math.sqrt(1 - beta) - 1, Math.sqrt(beta));
    }

    @Override
    public double correctorScale(double t, double dt) {
        return 1 - Math.min(beta(t) * dt, 0.999);
    }
}
