// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Rod-shaped bacteria: bent capsules, some dividing, in locally aligned groups, with a halo. */
final class RodPainter implements Painter {

    private static final int TRIES = 60;
    private static final double HALO = 3;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(1.5, 2.4, 3.8) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.05, 0.16, 0.45) * dice.factor(0.1);
        double typical = 2 * radius * 8 * radius;
        double left = coverage * scene.area(3 * radius);
        SmoothField direction = new SmoothField(dice, 12 * radius);
        double order = scene.spec.density().pick(0.1, 0.4, 0.9);
        Curve curve = new Curve(scene);
        for (int tries = (int) (TRIES * (1 + left / typical));
                left > 0.3 * typical && tries > 0;
                tries--) {
            double x = scene.anyX(3 * radius);
            double y = scene.anyY(3 * radius);
            double length = radius * dice.uniform(4.5, 9);
            double angle = 4 * direction.at(x, y);
            if (!dice.chance(order)) angle = dice.uniform(0, Math.PI);
            if (!bend(scene, curve, x, y, angle + 0.15 * dice.gaussian(), length, radius)) continue;
            draw(scene, curve, radius * dice.factor(0.05));
            left -= 2 * radius * (length + 1.5 * radius);
        }
    }

    /** Lays the axis, unless another rod is in the way. */
    private static boolean bend(
            Scene scene,
            Curve curve,
            double x,
            double y,
            double angle,
            double length,
            double radius) {
        double bend = 0.06 * scene.dice.gaussian() * length;
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
        double pinch = dice.chance(0.3) ? 0.35 : 0;
        SmoothField plasm = new SmoothField(dice, 0.25);
        curve.trace(
                radius + HALO,
                (index, distance, along) -> {
                    double centre = along - 0.5;
                    double waist = radius * (1 - pinch * Profile.bell(centre * centre, 0.05));
                    double inside = Math.max(0, Math.min(1, waist - distance + 0.5));
                    double q = distance / radius;
                    double body = 1 - 0.3 * q * q + 0.15 * plasm.at(along, 0);
                    double glow = 0.12 * Profile.step(HALO, 0, distance - waist);
                    scene.lay(index, brightness * Math.max(inside * body, glow));
                    if (inside >= 0.5) scene.labels[index] = label;
                });
    }
}
