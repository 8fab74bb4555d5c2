// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.awt.Rectangle;

/**
 * How far a repainted part can be trusted, in pixel values.
 *
 * @param plane name of the plane, as in {@link PlaneTask}
 * @param slice index of the plane in the stack, from 1
 * @param bounds of the repainted part
 * @param pixels how many were repainted
 * @param seed of the first version
 * @param deviation the mean of the standard deviation of the versions: where the model guesses
 * @param rimError how the model's version of the known ring around the hole, hidden from it too,
 *     differs from the image: the root of the mean square
 * @param rimDeviation the standard deviation of the image's own values in that ring; an error as
 *     large as this is no better than a constant
 */
public record Certainty(
        String plane,
        int slice,
        Rectangle bounds,
        int pixels,
        long seed,
        double deviation,
        double rimError,
        double rimDeviation) {

    /** The error in units of the ring's own deviation; 1 is no better than a constant. */
    public double relativeRimError() {
        return rimDeviation > 0 ? rimError / rimDeviation : 0;
    }
}
