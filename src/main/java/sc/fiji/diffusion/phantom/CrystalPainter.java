// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Crystals between crossed polarisers: straight facets, pointed ends, each lit differently. */
final class CrystalPainter implements Painter {

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double half = scene.spec.size().pick(8, 13, 21) * dice.factor(0.06);
        double coverage = scene.spec.density().pick(0.06, 0.17, 0.44) * dice.factor(0.1);
        double typical = 0.85 * half * half;
        scene.scatter(
                coverage * scene.area(0.7 * half),
                typical,
                () -> {
                    double x = scene.anyX(0.7 * half);
                    double y = scene.anyY(0.7 * half);
                    if (!scene.isFree(x, y)) return 0;
                    Crystal crystal = Crystal.any(dice, half * dice.factor(0.12));
                    crystal.paint(scene, x, y);
                    return crystal.area();
                });
    }

    /**
     * An elongated hexagon whose long diagonal is a ridge between two facets.
     *
     * @param half half its length
     * @param wide half its width
     * @param taper length of the pointed end
     * @param cos direction
     * @param sin direction
     * @param upper brightness of the facet above the ridge
     * @param lower brightness of the facet below it
     */
    private record Crystal(
            double half,
            double wide,
            double taper,
            double cos,
            double sin,
            double upper,
            double lower) {

        static Crystal any(Dice dice, double half) {
            double angle = dice.uniform(0, Math.PI);
            double wide = Math.max(1.3, half * dice.uniform(0.26, 0.46));
            double light = 0.85 * dice.factor(0.2);
            boolean turned = dice.chance(0.5);
            double shade = light * dice.uniform(0.2, 0.5);
            return new Crystal(
                    half,
                    wide,
                    wide * dice.uniform(0.9, 1.8),
                    StrictMath.cos(angle),
                    StrictMath.sin(angle),
                    turned ? light : shade,
                    turned ? shade : light);
        }

        double area() {
            return 4 * half * wide - 2 * taper * wide;
        }

        void paint(Scene scene, double x, double y) {
            int label = scene.nextLabel();
            double slope = wide / taper;
            double steep = Math.sqrt(1 + slope * slope);
            scene.near(
                    x,
                    y,
                    half + 2,
                    (index, dx, dy) -> {
                        double u = Math.abs(dx * cos + dy * sin);
                        double v = dy * cos - dx * sin;
                        double side = wide - Math.abs(v);
                        double tip = ((half - u) * slope - Math.abs(v)) / steep;
                        double depth = Math.min(side, tip);
                        double cover = Math.max(0, Math.min(1, depth + 0.5));
                        if (cover <= 0) return;
                        double facet = Math.max(0, Math.min(1, v + 0.5));
                        double value = facet * upper + (1 - facet) * lower;
                        value += 0.35 * Profile.bell(depth * depth, 0.7);
                        float there = scene.signal[index];
                        scene.signal[index] = (float) (there * (1 - cover) + value * cover);
                        if (cover >= 0.5) scene.labels[index] = label;
                    });
        }
    }
}
