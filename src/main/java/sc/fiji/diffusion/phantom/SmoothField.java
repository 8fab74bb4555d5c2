// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/**
 * A smooth random function of the plane, in [-1, 1] with mean 0: value noise, that is random values
 * on a lattice with smooth interpolation between.
 */
final class SmoothField {

    private static final int SIDE = 256;
    private static final float[] LATTICE = lattice();

    private final double offsetX;
    private final double offsetY;
    private final double perPixelX;
    private final double perPixelY;

    /** A field that changes over {@code scale} pixels. */
    SmoothField(Dice dice, double scale) {
        this(dice, scale, scale);
    }

    /** A field that changes over other lengths in x than in y. */
    SmoothField(Dice dice, double scaleX, double scaleY) {
        offsetX = dice.uniform(1000, 1000 + SIDE);
        offsetY = dice.uniform(1000, 1000 + SIDE);
        perPixelX = 1 / scaleX;
        perPixelY = 1 / scaleY;
    }

    double at(double x, double y) {
        double u = x * perPixelX + offsetX;
        double v = y * perPixelY + offsetY;
        int i = (int) Math.floor(u);
        int j = (int) Math.floor(v);
        double a = ease(u - i);
        double b = ease(v - j);
        int left = i & (SIDE - 1);
        int right = (i + 1) & (SIDE - 1);
        int upper = (j & (SIDE - 1)) * SIDE;
        int lower = ((j + 1) & (SIDE - 1)) * SIDE;
        double above = LATTICE[upper + left] * (1 - a) + LATTICE[upper + right] * a;
        double below = LATTICE[lower + left] * (1 - a) + LATTICE[lower + right] * a;
        return above * (1 - b) + below * b;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }

    private static float[] lattice() {
        Dice dice = new Dice(20230417);
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) values[i] = (float) dice.uniform(-1, 1);
        return values;
    }
}
