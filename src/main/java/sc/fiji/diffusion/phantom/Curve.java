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
        double x0 = x[segment];
        double y0 = y[segment];
        double dx = x[segment + 1] - x0;
        double dy = y[segment + 1] - y0;
        double length2 = Math.max(1e-9, dx * dx + dy * dy);
        int top = Math.max(0, (int) Math.floor(Math.min(y0, y0 + dy) - reach));
        int bottom = Math.min(scene.height - 1, (int) Math.ceil(Math.max(y0, y0 + dy) + reach));
        int left = Math.max(0, (int) Math.floor(Math.min(x0, x0 + dx) - reach));
        int right = Math.min(scene.width - 1, (int) Math.ceil(Math.max(x0, x0 + dx) + reach));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double px = column + 0.5 - x0;
                double py = row + 0.5 - y0;
                double t = Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
                double ex = px - t * dx;
                double ey = py - t * dy;
                double square = ex * ex + ey * ey;
                if (square > reach * reach) continue;
                update(row * scene.width + column, (float) square, segment + t);
            }
        }
    }

    private void update(int index, float square, double position) {
        if (square >= distance2[index]) return;
        if (distance2[index] == Float.POSITIVE_INFINITY) {
            if (touches == touched.length) touched = Arrays.copyOf(touched, 2 * touches);
            touched[touches++] = index;
        }
        distance2[index] = square;
        along[index] = (float) (position / (points - 1));
    }
}
