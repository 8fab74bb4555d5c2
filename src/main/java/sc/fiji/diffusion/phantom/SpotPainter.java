// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Vesicles and puncta: Gaussian spots of very different brightness, in loose clusters. */
final class SpotPainter implements Painter {

    private static final double OUTLINE = 1.5;

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double sigma = scene.spec.size().pick(0.9, 1.4, 2.1) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.028, 0.08, 0.22) * dice.factor(0.12);
        double each = Math.PI * OUTLINE * OUTLINE * sigma * sigma;
        SmoothField crowd = new SmoothField(dice, 30);
        scene.scatter(
                Math.max(3 * each, coverage * scene.area(sigma)),
                each,
                () -> {
                    double x = scene.anyX(sigma);
                    double y = scene.anyY(sigma);
                    if (!dice.chance(0.5 + 0.5 * crowd.at(x, y))) return 0;
                    draw(scene, x, y, sigma * dice.factor(0.15));
                    return each;
                });
    }

    private static void draw(Scene scene, double x, double y, double sigma) {
        int label = scene.nextLabel();
        double brightness = 0.6 * scene.dice.factor(0.28);
        double radius2 = OUTLINE * OUTLINE * sigma * sigma;
        scene.near(
                x,
                y,
                Profile.BELL_REACH * sigma,
                (index, dx, dy) -> {
                    double square = dx * dx + dy * dy;
                    scene.lay(index, brightness * Profile.bell(square, sigma));
                    if (square < radius2) scene.labels[index] = label;
                });
    }
}
