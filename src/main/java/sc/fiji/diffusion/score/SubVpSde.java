// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.schedule.NoiseSchedule;

/**
 * The sub-VP equation {@code dx = -beta(t)/2 x dt + sqrt(beta(t) (1 - exp(-2 B(t)))) dw}, B the
 * integral of beta: the drift of {@link VpSde} with less noise (Song et al. 2021, equation 13).
 *
 * @param betaMin beta(0), at least 0
 * @param betaMax beta(1), above betaMin
 */
public record SubVpSde(double betaMin, double betaMax) implements Sde {

    /** Checks the range. */
    public SubVpSde {
        VpSde.requireBetas(betaMin, betaMax);
    }

    /** With the values of Song et al. (2021), 0.1 and 20. */
    public static SubVpSde standard() {
        return new SubVpSde(0.1, 20);
    }

    /** With the betas of {@link VpSde#spanning}. */
    public static SubVpSde spanning(NoiseSchedule schedule) {
        VpSde vp = VpSde.spanning(schedule);
        return new SubVpSde(vp.betaMin(), vp.betaMax());
    }

    private VpSde vp() {
        return new VpSde(betaMin, betaMax);
    }

    @Override
    public String name() {
        return "sub-VP";
    }

    @Override
    public double drift(double t) {
        return vp().drift(t);
    }

    @Override
    public double diffusion(double t) {
        double variance = vp().std(t) * vp().std(t);
        // 1 - exp(-2 B) in terms of v = 1 - exp(-B)
        return vp().diffusion(t) * Math.sqrt(variance * (2 - variance));
    }

    @Override
    public double scale(double t) {
        return vp().scale(t);
    }

    @Override
    public double std(double t) {
        return vp().std(t) * vp().std(t);
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
    public double correctorScale(double t, double dt) {
        return vp().correctorScale(t, dt);
    }
}
