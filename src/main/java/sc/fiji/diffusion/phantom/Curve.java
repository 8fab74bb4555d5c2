// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.Arrays;

/** A polyline that can be drawn with any cross-section. Reused: one instance serves a scene. */
final class Curve {

    /** Draws one pixel near a curve. */
    interface Ink {
        /**
         * @param index of the pixel
         * @param distance from the curve, pixels
         * @param along 0 at the curve's start, 1 at its end
         */
        void draw(int index, double distance, double along);
    }

    private final Scene scene;
    private final float[] distance2;
    private final float[] along;
    private int[] touched = new int[256];
    private int touches;
    private double[] x = new double[64];
    private double[] y = new double[64];
    private int points;

    Curve(Scene scene) {
        this.scene = scene;
        distance2 = new float[scene.signal.length];
        along = new float[scene.signal.length];
        Arrays.fill(distance2, Float.POSITIVE_INFINITY);
    }

    /** Forgets the points. */
    void restart() {
        points = 0;
    }

    void add(double nextX, double nextY) {
        if (points == x.length) {
            x = Arrays.copyOf(x, 2 * points);
            y = Arrays.copyOf(y, 2 * points);
        }
        x[points] = nextX;
        y[points++] = nextY;
    }

    /** Calls the ink once for each pixel within reach of the curve, with its smallest distance. */
    void trace(double reach, Ink ink) {
        touches = 0;
        for (int i = 0; i + 1 < points; i++) measure(i, reach);
        for (int k = 0; k < touches; k++) {
            int index = touched[k];
            ink.draw(index, Math.sqrt(distance2[index]), along[index]);
            distance2[index] = Float.POSITIVE_INFINITY;
        }
    }

    private void measure(int segment, double reach) {
        double dx = x[segment + 1] - x[segment];
        double dy = y[segment + 1] - y[segment];
        double length2 = Math.max(1e-9, dx * dx + dy * dy);
        double middleX = x[segment] + 0.5 * dx;
        double middleY = y[segment] + 0.5 * dy;
        scene.near(
                middleX,
                middleY,
                reach + 0.5 * Math.sqrt(length2),
                (index, px, py) -> {
                    double t = (px * dx + py * dy) / length2;
                    t = Math.max(-0.5, Math.min(0.5, t));
                    double ex = px - t * dx;
                    double ey = py - t * dy;
                    double square = ex * ex + ey * ey;
                    if (square <= reach * reach) update(index, square, segment + 0.5 + t);
                });
    }

    private void update(int index, double square, double position) {
        if (square >= distance2[index]) return;
        if (distance2[index] == Float.POSITIVE_INFINITY) {
            if (touches == touched.length) touched = Arrays.copyOf(touched, 2 * touches);
            touched[touches++] = index;
        }
        distance2[index] = (float) square;
        along[index] = (float) (position / (points - 1));
    }
}
