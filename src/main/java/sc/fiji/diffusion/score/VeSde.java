// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.schedule.NoiseSchedule;

/**
 * The variance-exploding equation with {@code sigma(t) = sigmaMin (sigmaMax / sigmaMin)^t} and no
 * drift: the limit of score matching with Langevin dynamics (Song et al. 2021, equations 9 and 30).
 * As there, the marginal's noise is {@code sigma(t)}, so that some noise, sigmaMin, is there at t =
 * 0 already.
 *
 * @param sigmaMin above 0
 * @param sigmaMax above sigmaMin
 */
public record VeSde(double sigmaMin, double sigmaMax) implements Sde {

    /** Checks the range. */
    public VeSde {
        if (!(sigmaMin > 0 && sigmaMax > sigmaMin && sigmaMax < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "sigma must grow from above 0, was " + sigmaMin + " to " + sigmaMax);
        }
    }

    /** With the values of Song et al. (2021), 0.01 and 50. */
    public static VeSde standard() {
        return new VeSde(0.01, 50);
    }

    /** With the noise levels of a discrete schedule. */
    public static VeSde spanning(NoiseSchedule schedule) {
        double last = schedule.forSolvers().sigma(schedule.trainTimesteps() - 1);
        return new VeSde(schedule.sigma(0), last);
    }

    @Override
    public String name() {
        return "VE";
    }

    @Override
    public double drift(double t) {
        return 0;
    }

    @Override
    public double diffusion(double t) {
        return std(t) * Math.sqrt(2 * Math.log(sigmaMax / sigmaMin));
    }

    @Override
    public double scale(double t) {
        return 1;
    }

    @Override
    public double std(double t) {
        return sigmaMin * Math.pow(sigmaMax / sigmaMin, t);
    }

    @Override
    public double priorStd() {
        return sigmaMax;
    }

    @Override
    public double start() {
        return 1e-5;
    }

    @Override
    public Step discretise(double t, double dt) {
        double before = std(Math.max(0, t - dt));
        return new Step(0, Math.sqrt(std(t) * std(t) - before * before));
    }
}
