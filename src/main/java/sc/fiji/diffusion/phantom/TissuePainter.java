// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** A stained section: wavy collagen, pale gaps, and dark nuclei, as absorption. */
final class TissuePainter implements Painter {

    private static final int TRIES = 30;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(2.8, 4.4, 6.8) * dice.factor(0.06);
        double angle = dice.uniform(0, Math.PI);
        stroma(scene, angle, radius / 4.4);
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
        SmoothField gaps = new SmoothField(dice, 24, 12);
        for (int row = 0; row < scene.height; row++) {
            for (int column = 0; column < scene.width; column++) {
                double along = column * cos + row * sin;
                double across = row * cos - column * sin + 9 * warp.at(column, row);
                double fibre = 0.3 + 0.16 * bundles.at(along, across);
                fibre += 0.14 * fibres.at(along, across);
                double gap = Profile.step(0.35, 0.6, gaps.at(along, across));
                scene.signal[row * scene.width + column] =
                        (float) Math.max(0, fibre * (1 - 0.85 * gap));
            }
        }
    }

    private static void nuclei(Scene scene, double angle, double radius) {
        Dice dice = scene.dice;
        double coverage = scene.spec.density().pick(0.04, 0.12, 0.32) * dice.factor(0.1);
        double typical = Math.PI * radius * radius;
        double left = coverage * scene.area(radius);
        SmoothField chromatin = new SmoothField(dice, 1.8);
        for (int tries = (int) (TRIES * (1 + left / typical));
                left > 0.3 * typical && tries > 0;
                tries--) {
            boolean spindle = dice.chance(0.5);
            Blob blob =
                    new Blob(
                            dice,
                            scene.anyX(radius),
                            scene.anyY(radius),
                            radius * dice.factor(0.15),
                            spindle ? dice.uniform(1.8, 3) : dice.uniform(1, 1.4),
                            angle + (spindle ? 0.25 * dice.gaussian() : dice.uniform(0, Math.PI)),
                            0.05);
            if (blob.taken(scene) > 0) continue;
            double stain = 0.85 * dice.factor(0.15);
            blob.paint(
                    scene,
                    (rho, dx, dy) ->
                            stain
                                    * (0.8
                                            + 0.2 * rho * rho
                                            + 0.2 * chromatin.at(dx + 300, dy + 300)));
            left -= blob.area();
        }
    }
}
