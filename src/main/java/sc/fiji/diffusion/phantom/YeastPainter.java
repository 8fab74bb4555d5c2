// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Budding yeast in phase contrast: dark round cells in bright halos, many with a bud. */
final class YeastPainter implements Painter {

    private static final double BUDDING = 0.5;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double radius = scene.spec.size().pick(4, 6.5, 10.5) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.06, 0.18, 0.46) * dice.factor(0.1);
        scene.scatter(
                coverage * scene.area(radius),
                1.3 * Math.PI * radius * radius,
                () -> {
                    double x = scene.anyX(radius);
                    double y = scene.anyY(radius);
                    return mother(scene, x, y, radius * dice.factor(0.1));
                });
    }

    /** A cell and perhaps its bud; returns their area, 0 if there was no room. */
    private static double mother(Scene scene, double x, double y, double radius) {
        Dice dice = scene.dice;
        if (!free(scene, x, y, radius)) return 0;
        double area = cell(scene, x, y, radius);
        if (!dice.chance(BUDDING)) return area;
        double bud = radius * dice.uniform(0.4, 0.75);
        double angle = dice.uniform(0, 2 * Math.PI);
        double reach = radius + 0.8 * bud;
        double budX = x + reach * StrictMath.cos(angle);
        double budY = y + reach * StrictMath.sin(angle);
        return scene.isFree(budX, budY) ? area + cell(scene, budX, budY, bud) : area;
    }

    private static boolean free(Scene scene, double x, double y, double radius) {
        if (!scene.isFree(x, y)) return false;
        for (int k = 0; k < 8; k++) {
            double angle = k * Math.PI / 4;
            double reach = radius + 1;
            if (!scene.isFree(x + reach * StrictMath.cos(angle), y + reach * StrictMath.sin(angle)))
                return false;
        }
        return true;
    }

    private static double cell(Scene scene, double x, double y, double radius) {
        Dice dice = scene.dice;
        int label = scene.nextLabel();
        double angle = dice.uniform(0, Math.PI);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double stretch = Math.sqrt(1 + 0.15 * Math.abs(dice.gaussian()));
        double halo = 0.9 + 0.09 * radius;
        double dark = 0.85 * dice.factor(0.12);
        double vacuole = radius * dice.uniform(0.2, 0.38);
        double vacuoleX = 0.4 * radius * dice.uniform(-1, 1);
        double vacuoleY = 0.4 * radius * dice.uniform(-1, 1);
        scene.near(
                x,
                y,
                stretch * radius + 3 * halo + 1,
                (index, dx, dy) -> {
                    double u = (dx * cos + dy * sin) / stretch;
                    double v = (dy * cos - dx * sin) * stretch;
                    double rho = Math.sqrt(u * u + v * v);
                    double inside = Math.max(0, Math.min(1, radius - rho + 0.5));
                    double q = rho / radius;
                    double ex = dx - vacuoleX;
                    double ey = dy - vacuoleY;
                    double pale = 0.5 * Profile.bell(ex * ex + ey * ey, vacuole);
                    double body = dark * (0.75 + 0.25 * q * q - pale);
                    double ring = rho - radius - 0.8 * halo;
                    double glow = 0.75 * Profile.bell(ring * ring, halo);
                    double there = scene.signal[index];
                    if (scene.labels[index] == 0) there = Math.max(there, glow);
                    scene.signal[index] = (float) (there * (1 - inside) - inside * body);
                    if (inside >= 0.5) scene.labels[index] = label;
                });
        return Math.PI * radius * radius;
    }
}
