// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Vesicles and puncta: Gaussian spots of very different brightness, in loose clusters. */
final class SpotPainter implements Painter {

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double sigma = scene.spec.size().pick(0.8, 1.35, 2.2) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.025, 0.08, 0.24) * dice.factor(0.12);
        double each = Math.PI * 1.5 * sigma * 1.5 * sigma;
        int count = (int) Math.max(3, coverage * scene.area(sigma) / each);
        SmoothField crowd = new SmoothField(dice, 30);
        for (int tries = 6 * count; count > 0 && tries > 0; tries--) {
            double x = scene.anyX(sigma);
            double y = scene.anyY(sigma);
            if (!dice.chance(0.5 + 0.5 * crowd.at(x, y))) continue;
            draw(scene, x, y, sigma * dice.factor(0.15), 0.6 * dice.factor(0.4));
            count--;
        }
    }

    private static void draw(Scene scene, double x, double y, double sigma, double brightness) {
        int label = scene.nextLabel();
        double reach = Profile.BELL_REACH * sigma;
        int bottom = Math.min(scene.height - 1, (int) Math.ceil(y + reach));
        int right = Math.min(scene.width - 1, (int) Math.ceil(x + reach));
        for (int row = Math.max(0, (int) Math.floor(y - reach)); row <= bottom; row++) {
            for (int column = Math.max(0, (int) Math.floor(x - reach)); column <= right; column++) {
                double dx = column + 0.5 - x;
                double dy = row + 0.5 - y;
                double square = dx * dx + dy * dy;
                int index = row * scene.width + column;
                scene.lay(index, brightness * Profile.bell(square, sigma));
                if (square < 2.25 * sigma * sigma) scene.labels[index] = label;
            }
        }
    }
}
