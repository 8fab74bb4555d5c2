// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Sites of a tessellation on a jittered grid, some of them empty; a cursor over the plane. */
final class Cells {

    private static final int MARGIN = 3;

    private final double pitch;
    private final int columns;
    private final double[] x;
    private final double[] y;
    private final double[] plasm;
    private final int[] label;
    private final double salt;
    private int first;
    private int second;
    private double nearest;
    private double next;
    private double wallDistance;

    Cells(Scene scene, double pitch) {
        this.pitch = pitch;
        columns = (int) Math.ceil(scene.width / pitch) + 2 * MARGIN;
        int count = columns * ((int) Math.ceil(scene.height / pitch) + 2 * MARGIN);
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
            x[i] = (i % columns - MARGIN + shift(row) + dice.uniform(0.18, 0.82)) * pitch;
            y[i] = (row - MARGIN + dice.uniform(0.18, 0.82)) * pitch;
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
        int row = (int) Math.floor(py / pitch) + MARGIN;
        nearest = Double.MAX_VALUE;
        next = Double.MAX_VALUE;
        for (int r = row - 1; r <= row + 1; r++) {
            int column = (int) Math.floor(px / pitch - shift(r)) + MARGIN;
            for (int c = column - 1; c <= column + 1; c++) compare(r * columns + c, px, py);
        }
        double dx = x[first] - x[second];
        double dy = y[first] - y[second];
        wallDistance = (next - nearest) / (2 * Math.sqrt(dx * dx + dy * dy));
    }

    private void compare(int site, double px, double py) {
        double dx = px - x[site];
        double dy = py - y[site];
        double square = dx * dx + dy * dy;
        if (square < nearest) {
            next = nearest;
            second = first;
            nearest = square;
            first = site;
        } else if (square < next) {
            next = square;
            second = site;
        }
    }

    /** Every other row of the grid is moved by half a cell, which makes hexagons likelier. */
    private static double shift(int row) {
        return 0.5 * (row & 1);
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
        return wallDistance;
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
