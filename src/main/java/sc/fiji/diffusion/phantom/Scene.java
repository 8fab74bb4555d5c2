// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** The objects of one picture before optics and camera: signal and labels, row-major. */
final class Scene {

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
