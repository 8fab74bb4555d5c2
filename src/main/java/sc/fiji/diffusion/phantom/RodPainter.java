// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Rod-shaped bacteria: bent capsules, some dividing, in locally aligned groups, with a halo. */
final class RodPainter implements Painter {

    private static final double HALO = 3;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(1.5, 2.4, 3.8) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.055, 0.16, 0.45) * dice.factor(0.1);
        double order = scene.spec.density().pick(0.1, 0.4, 0.9);
        SmoothField direction = new SmoothField(dice, 12 * radius);
        Curve curve = new Curve(scene);
        scene.scatter(
                coverage * scene.area(3 * radius),
                16 * radius * radius,
                () -> {
                    double x = scene.anyX(3 * radius);
                    double y = scene.anyY(3 * radius);
                    double angle = 4 * direction.at(x, y) + 0.15 * dice.gaussian();
                    if (!dice.chance(order)) angle = dice.uniform(0, Math.PI);
                    double length = radius * dice.uniform(4.5, 8.5);
                    if (!lay(scene, curve, x, y, angle, length, radius)) return 0;
                    draw(scene, curve, radius * dice.factor(0.05));
                    return 2 * radius * (length + 1.5 * radius);
                });
    }

    /** Lays the axis of a rod, unless another one is in the way. */
    private static boolean lay(
            Scene scene,
            Curve curve,
            double x,
            double y,
            double angle,
            double length,
            double radius) {
        double bend = 0.035 * scene.dice.gaussian() * length;
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double wide = radius + 0.6;
        double far = 0.5 * length + wide;
        if (!scene.isFree(x + far * cos, y + far * sin)) return false;
        if (!scene.isFree(x - far * cos, y - far * sin)) return false;
        curve.restart();
        for (int k = -3; k <= 3; k++) {
            double t = k / 6.0;
            double across = bend * (1 - 4 * t * t);
            double px = x + t * length * cos - across * sin;
            double py = y + t * length * sin + across * cos;
            if (!scene.isFree(px - wide * sin, py + wide * cos)) return false;
            if (!scene.isFree(px + wide * sin, py - wide * cos)) return false;
            if (!scene.isFree(px, py)) return false;
            curve.add(px, py);
        }
        return true;
    }

    private static void draw(Scene scene, Curve curve, double radius) {
        Dice dice = scene.dice;
        int label = scene.nextLabel();
        double brightness = 0.85 * dice.factor(0.18);
        double pinch = dice.chance(0.3) ? 0.4 : 0;
        SmoothField plasm = new SmoothField(dice, 0.25);
        curve.trace(
                radius + HALO,
                (index, distance, along) -> {
                    double centre = along - 0.5;
                    double waist = radius * (1 - pinch * Profile.bell(centre * centre, 0.05));
                    double inside = Math.max(0, Math.min(1, waist - distance + 0.5));
                    double q = distance / radius;
                    double body = 1 - 0.3 * q * q + 0.15 * plasm.at(along, 0);
                    double glow = 0.14 * Profile.step(0, HALO, HALO - distance + waist);
                    scene.lay(index, brightness * Math.max(inside * body, glow));
                    if (inside >= 0.5) scene.labels[index] = label;
                });
    }
}
