// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** A stained section: wavy collagen, pale gaps, and dark nuclei, as absorption. */
final class TissuePainter implements Painter {

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(2.9, 4.5, 6.9) * dice.factor(0.06);
        double angle = dice.uniform(0, Math.PI);
        stroma(scene, angle, radius / 4.5);
        nuclei(scene, angle, radius);
    }

    /** Fibres: noise stretched along a direction, warped so that the fibres wave. */
    private static void stroma(Scene scene, double angle, double scale) {
        Dice dice = scene.dice;
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        SmoothField warp = new SmoothField(dice, 28);
        SmoothField bundles = new SmoothField(dice, 45 * scale, 6 * scale);
        SmoothField fibres = new SmoothField(dice, 20 * scale, 2 * scale);
        SmoothField gaps = new SmoothField(dice, 26, 12);
        for (int index = 0; index < scene.signal.length; index++) {
            int x = index % scene.width;
            int y = index / scene.width;
            double along = x * cos + y * sin;
            double across = y * cos - x * sin + 7 * warp.at(x, y);
            double fibre = 0.3 + 0.17 * bundles.at(along, across) + 0.16 * fibres.at(along, across);
            double gap = Profile.step(0.35, 0.6, gaps.at(along, across));
            scene.signal[index] = (float) Math.max(0, fibre * (1 - 0.85 * gap));
        }
    }

    private static void nuclei(Scene scene, double angle, double radius) {
        Dice dice = scene.dice;
        double coverage = scene.spec.density().pick(0.045, 0.12, 0.32) * dice.factor(0.1);
        SmoothField chromatin = new SmoothField(dice, 1.8);
        scene.scatter(
                coverage * scene.area(radius),
                Math.PI * radius * radius,
                () -> {
                    Blob blob = blob(scene, angle, radius);
                    if (blob.taken(scene) > 0) return 0;
                    double stain = 0.9 * dice.factor(0.15);
                    double shift = dice.uniform(100, 500);
                    blob.paint(
                            scene,
                            (rho, dx, dy) -> {
                                double grain = chromatin.at(dx + shift, dy + shift);
                                return stain * (0.8 + 0.2 * rho * rho + 0.2 * grain);
                            });
                    return blob.area();
                });
    }

    /** Half of the nuclei are spindles along the fibres, the others round. */
    private static Blob blob(Scene scene, double angle, double radius) {
        Dice dice = scene.dice;
        boolean spindle = dice.chance(0.5);
        return new Blob(
                dice,
                scene.anyX(radius),
                scene.anyY(radius),
                radius * dice.factor(0.15),
                spindle ? dice.uniform(1.8, 3) : dice.uniform(1, 1.4),
                angle + (spindle ? 0.25 * dice.gaussian() : dice.uniform(0, Math.PI)),
                0.05);
    }
}
