// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.Arrays;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * How much of the new values the pixels of one part of a selection take: it rises from the edge
 * inwards, in proportion to the depth, and is 1 from the end of the ramp on. The ramp has the
 * length that is asked for where the part is deep enough. Where it is thinner, be it as a whole or
 * as a scratch that hangs on something larger, the ramp ends a pixel before the middle, so that
 * nothing of what is to go stays there.
 *
 * <p>How deep the part is at a pixel, is told by whole depths, one after the other: it is at least
 * as deep as a depth if it is so for those before, and pixels of that depth are near. Near is what
 * can be reached by an ascent of {@link #STEEPNESS}, which corners of more than 60 degrees have.
 */
final class Ramp {

    /** The least rise of the depth for each pixel of the way to where the part is deeper. */
    private static final double STEEPNESS = 0.5;

    /** How much longer the way may be, since depths on the grid of pixels are uneven. */
    private static final double SLACK_PX = 1;

    /** From one depth to the next where they are not consecutive numbers. */
    private static final double NEXT = 1.25;

    private final Window window;
    private final double[] shares;

    private Ramp(Window window, double[] shares) {
        this.window = window;
        this.shares = shares;
    }

    /**
     * The ramp of a part.
     *
     * @param part a selection that hangs together
     * @param featherPx pixels at the edge that take less than the whole of the new value; 0 for
     *     none
     */
    static Ramp of(Selection part, int featherPx) {
        Window window = surroundings(part);
        Tensor depth = Distance.inside(part.mask(window));
        double[] shares = new double[depth.size()];
        if (featherPx == 0) Arrays.fill(shares, 1);
        else new Rise(depth, featherPx + 1).into(shares);
        return new Ramp(window, shares);
    }

    /** The bounds and one pixel more, as far as the image goes: its border is no edge. */
    private static Window surroundings(Selection part) {
        Dimension image = part.image();
        Rectangle grown = part.bounds();
        grown.grow(1, 1);
        Rectangle place = grown.intersection(new Rectangle(image));
        return new Window(place.x, place.y, place.width, place.height);
    }

    /** How much of the new value a pixel of the part takes, in (0, 1]. */
    double share(int x, int y) {
        return shares[(y - window.y()) * window.width() + x - window.x()];
    }

    /** The shares while they are computed. */
    private static final class Rise {

        private final float[] depth;
        private final Tensor depths;
        private final int length;

        /** How deep the part is at each pixel, up to one more than the length of the ramp. */
        private final double[] reached;

        /** The pixels at which the part is as deep as anywhere. */
        private final boolean[] deepest;

        Rise(Tensor depths, int length) {
            this.depths = depths;
            this.depth = depths.data();
            this.length = length;
            this.reached = new double[depth.length];
            this.deepest = new boolean[depth.length];
            for (int i = 0; i < depth.length; i++) {
                reached[i] = Math.min(depth[i], length + 1);
                deepest[i] = depth[i] > 0;
            }
            climb();
        }

        private void climb() {
            double most = 0;
            for (double own : reached) most = Math.max(most, own);
            for (int level = 2; level <= most; level = next(level)) {
                float wanted = level;
                Tensor way = Distance.outside(depths.map(d -> d >= wanted ? 1 : 0));
                for (int i = 0; i < depth.length; i++) {
                    double reach = Math.max(0, wanted - depth[i]) / STEEPNESS + SLACK_PX;
                    deepest[i] &= depth[i] >= wanted || way.data()[i] <= reach;
                    if (deepest[i]) reached[i] = Math.max(reached[i], wanted);
                }
            }
        }

        private int next(int level) {
            int next = Math.max(level + 1, (int) (level * NEXT));
            return level <= length ? Math.min(next, length + 1) : next;
        }

        void into(double[] shares) {
            for (int i = 0; i < depth.length; i++) shares[i] = Math.min(1, depth[i] / ramp(i));
            joinThinParts(shares);
        }

        /** The length of the ramp at a pixel. */
        private double ramp(int pixel) {
            return Math.min(length, Math.max(1, reached[pixel] - 1));
        }

        /**
         * Lets what is thin go on into what it hangs on: near a middle that is wholly new, a ramp
         * rises from there, too.
         */
        private void joinThinParts(double[] shares) {
            double most = 0;
            for (double own : reached) most = Math.max(most, own);
            float[] thin = new float[depth.length];
            boolean any = false;
            for (int i = 0; i < thin.length; i++) {
                if (depth[i] == 0 || shares[i] < 1 || reached[i] > most / 2) continue;
                thin[i] = 1;
                any = true;
            }
            if (!any) return;
            float[] way = Distance.outside(Tensor.of(thin, depths.shape())).data();
            for (int i = 0; i < thin.length; i++) {
                double near = Math.min(1, 2 - way[i] / ramp(i));
                if (deepest[i]) shares[i] = Math.max(shares[i], near);
            }
        }
    }
}
