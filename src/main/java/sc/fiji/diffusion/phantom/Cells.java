// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Sites of a tessellation on a jittered grid, some of them empty; a cursor over the plane. */
final class Cells {

    private final double pitch;
    private final int columns;
    private final double[] x;
    private final double[] y;
    private final double[] plasm;
    private final int[] label;
    private final double salt;
    private int first;
    private int second;
    private double distance;

    Cells(Scene scene, double pitch) {
        this.pitch = pitch;
        columns = (int) Math.ceil(scene.width / pitch) + 6;
        int count = columns * ((int) Math.ceil(scene.height / pitch) + 6);
        x = new double[count];
        y = new double[count];
        plasm = new double[count];
        label = new int[count];
        Dice dice = scene.dice;
        salt = dice.uniform(1, 2);
        SmoothField islands = new SmoothField(dice, 2.2 * pitch);
        double level = scene.spec.density().pick(0.22, -0.12, -2);
        for (int i = 0; i < count; i++) {
            int row = i / columns;
            double shift = (row & 1) * 0.5;
            x[i] = (i % columns - 3 + shift + dice.uniform(0.1, 0.9)) * pitch;
            y[i] = (row - 3 + dice.uniform(0.1, 0.9)) * pitch;
            plasm[i] = dice.uniform(0.03, 0.16);
            if (islands.at(x[i], y[i]) > level) label[i] = scene.nextLabel();
        }
        ensureOne(scene);
    }

    private void ensureOne(Scene scene) {
        look(
                scene.dice.uniform(0.3, 0.7) * scene.width,
                scene.dice.uniform(0.3, 0.7) * scene.height);
        if (label[first] == 0) label[first] = scene.nextLabel();
        if (label[second] == 0) label[second] = scene.nextLabel();
    }

    /** Moves to a place: finds the nearest and the second nearest site. */
    void look(double px, double py) {
        int column = (int) Math.floor(px / pitch) + 3;
        int row = (int) Math.floor(py / pitch) + 3;
        double best = Double.MAX_VALUE;
        double next = Double.MAX_VALUE;
        int rows = x.length / columns;
        for (int r = Math.max(0, row - 2); r <= Math.min(rows - 1, row + 2); r++) {
            for (int c = Math.max(0, column - 2); c <= Math.min(columns - 1, column + 2); c++) {
                int i = r * columns + c;
                double dx = px - x[i];
                double dy = py - y[i];
                double square = dx * dx + dy * dy;
                if (square < best) {
                    next = best;
                    second = first;
                    best = square;
                    first = i;
                } else if (square < next) {
                    next = square;
                    second = i;
                }
            }
        }
        double dx = x[first] - x[second];
        double dy = y[first] - y[second];
        distance = (next - best) / (2 * Math.sqrt(dx * dx + dy * dy));
    }

    /** Whether a cell is on this side of the wall or on the other. */
    boolean any() {
        return label[first] != 0 || label[second] != 0;
    }

    boolean inside() {
        return label[first] != 0;
    }

    int label() {
        return label[first];
    }

    /** Pixels to the line half way between the two sites. */
    double wallDistance() {
        return distance;
    }

    /** The same for all points of one wall, from 0.5 to 1.1. */
    double wallBrightness() {
        double key = (Math.min(first, second) * 0.7548 + Math.max(first, second) * 0.5698) * salt;
        return 0.5 + 0.6 * (key - Math.floor(key));
    }

    double plasm() {
        return inside() ? plasm[first] : 0;
    }
}
