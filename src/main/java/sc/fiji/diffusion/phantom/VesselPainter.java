// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Blood vessels filled with dye: trees whose branches become thinner at each fork. */
final class VesselPainter implements Painter {

    private static final double STEP = 2;
    private static final double THINNEST = 0.36;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(1.9, 3, 4.8) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.06, 0.17, 0.4) * dice.factor(0.1);
        double left = coverage * scene.area(30);
        Tree tree = new Tree(scene);
        while (left > 0) {
            double heading = dice.uniform(0, 2 * Math.PI);
            double x = scene.anyX(30) - 30 * StrictMath.cos(heading);
            double y = scene.anyY(30) - 30 * StrictMath.sin(heading);
            left -= tree.grow(x, y, heading, radius * dice.factor(0.12));
        }
    }

    /** Grows the trees of one scene. */
    private static final class Tree {
        private final Scene scene;
        private final Dice dice;
        private final Curve curve;
        private double brightness;
        private int label;
        private double thinnest;

        Tree(Scene scene) {
            this.scene = scene;
            dice = scene.dice;
            curve = new Curve(scene);
        }

        /** Grows one tree and returns the area of its branches. */
        double grow(double x, double y, double heading, double radius) {
            label = scene.nextLabel();
            thinnest = Math.max(0.6, THINNEST * radius);
            brightness = 0.85 * dice.factor(0.15);
            return branch(x, y, heading, radius);
        }

        private double branch(double x, double y, double heading, double radius) {
            double length = (12 + 5 * radius) * dice.uniform(0.8, 1.5);
            double bend = 0.01 * dice.gaussian();
            curve.restart();
            for (double s = 0; s <= length; s += STEP) {
                curve.add(x, y);
                bend = 0.85 * bend + 0.02 * dice.gaussian();
                heading += STEP * bend;
                x += STEP * StrictMath.cos(heading);
                y += STEP * StrictMath.sin(heading);
            }
            x -= STEP * StrictMath.cos(heading);
            y -= STEP * StrictMath.sin(heading);
            draw(radius);
            double area = 1.8 * radius * length;
            // Murray's law: the cubes of the daughters' radii add up to the mother's.
            double share = dice.uniform(0.3, 0.7);
            double fork = dice.uniform(0.35, 0.65);
            area += daughter(x, y, heading + fork, radius * Math.cbrt(share));
            return area + daughter(x, y, heading - fork, radius * Math.cbrt(1 - share));
        }

        private double daughter(double x, double y, double heading, double radius) {
            double next = 0.93 * radius;
            return next < thinnest || dice.chance(0.1) ? 0 : branch(x, y, heading, next);
        }

        /** A tube of dye: the light is the thickness that it crosses. */
        private void draw(double radius) {
            curve.trace(
                    radius + 1,
                    (index, distance, along) -> {
                        double tube = radius * (1 - 0.12 * along);
                        double inside = Math.max(0, Math.min(1, tube - distance + 0.5));
                        double q = Math.min(1, distance / tube);
                        double thickness = Math.sqrt(Math.max(0.1, 1 - q * q));
                        double value = brightness * inside * (0.35 + 0.65 * thickness);
                        scene.signal[index] = (float) Math.max(scene.signal[index], value);
                        if (inside >= 0.5) scene.labels[index] = label;
                    });
        }
    }
}
