// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Mitochondria: winding tubules of even width, some of them branches of others. */
final class MitochondriaPainter implements Painter {

    private static final double STEP = 1.5;
    private static final double BRANCH = 0.45;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(1.1, 1.75, 2.8) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.06, 0.17, 0.42) * dice.factor(0.1);
        double left = coverage * scene.area(8 * radius) / (2 * radius);
        SmoothField crowd = new SmoothField(dice, 34);
        Curve curve = new Curve(scene);
        while (left > 0) {
            double x = scene.anyX(8 * radius);
            double y = scene.anyY(8 * radius);
            if (!dice.chance(0.55 + 0.45 * crowd.at(x, y))) continue;
            left -= network(scene, curve, x, y, radius * dice.factor(0.06));
        }
    }

    /** One tubule with its branches; returns the length of them all. */
    private static double network(Scene scene, Curve curve, double x, double y, double radius) {
        Dice dice = scene.dice;
        int label = scene.nextLabel();
        double brightness = 0.8 * dice.factor(0.2);
        double heading = dice.uniform(0, 2 * Math.PI);
        double sum = 0;
        do {
            double length = radius * dice.uniform(10, 26);
            double[] branch = walk(dice, curve, x, y, heading, length);
            draw(scene, curve, radius, brightness, label);
            sum += length;
            x = branch[0];
            y = branch[1];
            heading += (dice.chance(0.5) ? 1 : -1) * dice.uniform(0.9, 2.2);
        } while (dice.chance(BRANCH));
        return sum;
    }

    /** Winds from a place on; returns a point on the way, where a branch may start. */
    private static double[] walk(
            Dice dice, Curve curve, double x, double y, double heading, double length) {
        double branchAt = dice.uniform(0.2, 0.8) * length;
        double[] branch = {x, y};
        double bend = 0;
        curve.restart();
        for (double s = 0; s < length; s += STEP) {
            curve.add(x, y);
            if (s <= branchAt) branch = new double[] {x, y};
            bend = 0.8 * bend + 0.085 * dice.gaussian();
            heading += STEP * bend;
            x += STEP * StrictMath.cos(heading);
            y += STEP * StrictMath.sin(heading);
        }
        return branch;
    }

    private static void draw(
            Scene scene, Curve curve, double radius, double brightness, int label) {
        SmoothField matrix = new SmoothField(scene.dice, 0.16);
        curve.trace(
                radius + 1,
                (index, distance, along) -> {
                    double inside = Math.max(0, Math.min(1, radius - distance + 0.5));
                    double q = Math.min(1, distance / radius);
                    double body = 1 - 0.45 * q * q + 0.25 * matrix.at(along, 0);
                    double value = brightness * inside * body;
                    scene.signal[index] = (float) Math.max(scene.signal[index], value);
                    if (inside >= 0.5) scene.labels[index] = label;
                });
    }
}
