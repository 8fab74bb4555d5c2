// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Cross-sections. */
final class Profile {

    /** Beyond this many standard deviations {@link #bell} is zero. */
    static final double BELL_REACH = 2.83;

    private Profile() {}

    /** A close, cheap and finite stand-in for the Gaussian exp(-d^2 / (2 sigma^2)). */
    static double bell(double distance2, double sigma) {
        double q = Math.max(0, 1 - distance2 / (8 * sigma * sigma));
        return q * q * q * q;
    }

    /** 0 below the first edge, 1 above the second, smooth between. */
    static double step(double low, double high, double value) {
        double t = Math.max(0, Math.min(1, (value - low) / (high - low)));
        return t * t * (3 - 2 * t);
    }
}
