// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.function.DoubleSupplier;

/** The objects of one picture before optics and camera: signal and labels, row-major. */
final class Scene {

    private static final int TRIES_PER_OBJECT = 40;
    private static final double SECOND_BRIGHTNESS = 0.8;

    /** Something done to a pixel near a point. */
    interface Visitor {
        /**
         * @param index of the pixel
         * @param dx columns from the point to the centre of the pixel
         * @param dy rows from the point to the centre of the pixel
         */
        void visit(int index, double dx, double dy);
    }

    final PhantomSpec spec;
    final int width;
    final int height;
    final Dice dice;

    /** Fluorescence, or absorption in bright field: 0 for nothing, about 1 for bright objects. */
    final float[] signal;

    /** The object that owns each pixel, 0 for none. */
    final int[] labels;

    private int last;

    Scene(PhantomSpec spec, int width, int height, Dice dice) {
        this.spec = spec;
        this.width = width;
        this.height = height;
        this.dice = dice;
        signal = new float[width * height];
        labels = new int[width * height];
    }

    int nextLabel() {
        return ++last;
    }

    /** Lays an object's light over what is there: crossings are brighter, but not twice. */
    void lay(int index, double value) {
        double there = signal[index];
        signal[index] = (float) (Math.max(there, value) + 0.35 * Math.min(there, value));
    }

    /** Draws what another painter draws, as if through the objects that are there. */
    void add(Painter painter) {
        Scene other = new Scene(spec, width, height, dice);
        painter.paint(other);
        for (int i = 0; i < signal.length; i++) {
            lay(i, SECOND_BRIGHTNESS * other.signal[i]);
            if (labels[i] == 0 && other.labels[i] != 0) labels[i] = last + other.labels[i];
        }
        last += other.last;
    }

    /** Whether nothing has been labelled at a place; outside the field nothing ever is. */
    boolean isFree(double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        if (column < 0 || row < 0 || column >= width || row >= height) return true;
        return labels[row * width + column] == 0;
    }

    /** The area in pixels in which objects of this reach can show up in the field. */
    double area(double reach) {
        return (width + 2 * reach) * (height + 2 * reach);
    }

    /** A random column within the field or up to {@code reach} pixels beside it. */
    double anyX(double reach) {
        return dice.uniform(-reach, width + reach);
    }

    /** A random row within the field or up to {@code reach} pixels beside it. */
    double anyY(double reach) {
        return dice.uniform(-reach, height + reach);
    }

    /**
     * Places objects until they cover an area, or until there seems to be no room left.
     *
     * @param area to cover, square pixels
     * @param typical area of one object
     * @param attempt tries to place one object and returns its area, 0 if there was no room
     */
    void scatter(double area, double typical, DoubleSupplier attempt) {
        double left = area;
        int tries = (int) (TRIES_PER_OBJECT * (1 + area / typical));
        while (left > 0.3 * typical && tries-- > 0) left -= attempt.getAsDouble();
    }

    /** Visits the pixels of the field in a square around a point, row by row. */
    void near(double x, double y, double reach, Visitor visitor) {
        int top = Math.max(0, (int) Math.floor(y - reach));
        int bottom = Math.min(height - 1, (int) Math.floor(y + reach));
        int left = Math.max(0, (int) Math.floor(x - reach));
        int right = Math.min(width - 1, (int) Math.floor(x + reach));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                visitor.visit(row * width + column, column + 0.5 - x, row + 0.5 - y);
            }
        }
    }

    /** The labels numbered 1 to n without gaps, since some objects may be hidden or outside. */
    int[] consecutiveLabels() {
        int[] renamed = new int[last + 1];
        int count = 0;
        int[] result = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            if (label != 0 && renamed[label] == 0) renamed[label] = ++count;
            result[i] = renamed[label];
        }
        return result;
    }
}
