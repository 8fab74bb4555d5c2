// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Cytoskeleton: persistent random walks of varied brightness, crossing or aligned. */
final class FilamentPainter implements Painter {

    private static final double STEP = 2.5;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double sigma = scene.spec.size().pick(0.65, 1.1, 1.8) * dice.factor(0.08);
        double coverage = scene.spec.density().pick(0.06, 0.17, 0.44) * dice.factor(0.12);
        double left = coverage * scene.area(20) / (2.6 * Math.sqrt(sigma));
        double direction = dice.uniform(0, Math.PI);
        double disorder = dice.chance(0.4) ? dice.uniform(0.1, 0.4) : Math.PI;
        Curve curve = new Curve(scene);
        while (left > 0) {
            double heading = direction + disorder * dice.uniform(-1, 1);
            double length = dice.uniform(70, 190);
            walk(scene, curve, heading, length);
            draw(scene, curve, sigma * dice.factor(0.12));
            left -= length;
        }
    }

    /** A walk whose curvature, not its heading, is what drifts: smooth bends. */
    private static void walk(Scene scene, Curve curve, double heading, double length) {
        Dice dice = scene.dice;
        double x = scene.anyX(20) - 0.5 * length * StrictMath.cos(heading);
        double y = scene.anyY(20) - 0.5 * length * StrictMath.sin(heading);
        double curvature = 0.008 * dice.gaussian();
        curve.restart();
        for (double s = 0; s < length; s += STEP) {
            curve.add(x, y);
            curvature = 0.93 * curvature + 0.0045 * dice.gaussian();
            heading += STEP * curvature;
            x += STEP * StrictMath.cos(heading);
            y += STEP * StrictMath.sin(heading);
        }
    }

    private static void draw(Scene scene, Curve curve, double sigma) {
        int label = scene.nextLabel();
        double brightness = 0.75 * scene.dice.factor(0.35);
        SmoothField beads = new SmoothField(scene.dice, 0.12);
        curve.trace(
                Profile.BELL_REACH * sigma,
                (index, distance, along) -> {
                    double ends = Profile.step(0, 0.06, Math.min(along, 1 - along));
                    double value = brightness * (1 + 0.3 * beads.at(along, 0)) * ends;
                    scene.lay(index, value * Profile.bell(distance * distance, sigma));
                    if (distance < 1.3 * sigma) scene.labels[index] = label;
                });
    }
}
