// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Stained cell nuclei: irregular ellipses with chromatin texture and dark nucleoli. */
final class NucleiPainter implements Painter {

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(5.2, 8.5, 13.5) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.08, 0.25, 0.62) * dice.factor(0.1);
        int tolerated = scene.spec.density() == Density.DENSE ? 2 : 0;
        SmoothField chromatin = new SmoothField(dice, 2.2);
        scene.scatter(
                coverage * scene.area(0.7 * radius),
                Math.PI * radius * radius,
                () -> {
                    Blob blob = blob(scene, radius);
                    if (blob.taken(scene) > tolerated) return 0;
                    blob.paint(scene, shade(dice, radius, chromatin));
                    return blob.area();
                });
    }

    private static Blob blob(Scene scene, double radius) {
        Dice dice = scene.dice;
        return new Blob(
                dice,
                scene.anyX(0.7 * radius),
                scene.anyY(0.7 * radius),
                radius * dice.factor(0.13),
                1 + 0.25 * Math.abs(dice.gaussian()),
                dice.uniform(0, Math.PI),
                0.05);
    }

    private static Blob.Shade shade(Dice dice, double radius, SmoothField chromatin) {
        double brightness = 0.85 * dice.factor(0.22);
        double grain = dice.uniform(0.12, 0.28);
        double shiftX = dice.uniform(0, 500);
        double shiftY = dice.uniform(0, 500);
        Nucleolus[] nucleoli = new Nucleolus[1 + dice.below(4)];
        for (int i = 0; i < nucleoli.length; i++) nucleoli[i] = Nucleolus.any(dice, radius);
        return (rho, dx, dy) -> {
            double value = 1 - 0.25 * rho * rho + grain * chromatin.at(dx + shiftX, dy + shiftY);
            for (Nucleolus nucleolus : nucleoli) value -= nucleolus.at(dx, dy);
            return brightness * Math.max(0.15, value);
        };
    }

    /** A spot without DNA, which the stain leaves dark. */
    private record Nucleolus(double x, double y, double sigma, double depth) {

        static Nucleolus any(Dice dice, double radius) {
            double reach = 0.5 * radius;
            return new Nucleolus(
                    dice.uniform(-reach, reach),
                    dice.uniform(-reach, reach),
                    radius * dice.uniform(0.09, 0.19),
                    dice.uniform(0.2, 0.45));
        }

        double at(double dx, double dy) {
            double ex = dx - x;
            double ey = dy - y;
            return depth * Profile.bell(ex * ex + ey * ey, sigma);
        }
    }
}
