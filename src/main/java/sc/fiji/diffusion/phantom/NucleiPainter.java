// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Stained cell nuclei: irregular ellipses with chromatin texture and dark nucleoli. */
final class NucleiPainter implements Painter {

    private static final int TRIES = 40;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(5.2, 8.5, 13.5) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.08, 0.25, 0.62) * dice.factor(0.1);
        int tolerated = scene.spec.density() == Density.DENSE ? 2 : 0;
        double left = coverage * scene.area(0.7 * radius);
        double typical = Math.PI * radius * radius;
        SmoothField chromatin = new SmoothField(dice, 2.2);
        for (int tries = (int) (TRIES * (1 + left / typical));
                left > 0.3 * typical && tries > 0;
                tries--) {
            Blob blob = blob(scene, radius);
            if (blob.taken(scene) > tolerated) continue;
            blob.paint(scene, shade(dice, radius, chromatin));
            left -= blob.area();
        }
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
        double grain = dice.uniform(0.1, 0.25);
        double shiftX = dice.uniform(0, 500);
        double shiftY = dice.uniform(0, 500);
        int nucleoli = 1 + dice.below(3);
        double[] x = new double[nucleoli];
        double[] y = new double[nucleoli];
        for (int i = 0; i < nucleoli; i++) {
            x[i] = dice.uniform(-0.45, 0.45) * radius;
            y[i] = dice.uniform(-0.45, 0.45) * radius;
        }
        double sigma = 0.15 * radius;
        return (rho, dx, dy) -> {
            double value = 1 - 0.25 * rho * rho + grain * chromatin.at(dx + shiftX, dy + shiftY);
            for (int i = 0; i < x.length; i++) {
                double ex = dx - x[i];
                double ey = dy - y[i];
                value -= 0.4 * Profile.bell(ex * ex + ey * ey, sigma);
            }
            return brightness * Math.max(0.1, value);
        };
    }
}
