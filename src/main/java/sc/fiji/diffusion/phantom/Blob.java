// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** An ellipse with an irregular outline, given by the first harmonics of its radius. */
final class Blob {

    private static final int HARMONICS = 5;
    private static final double HALF = Math.sqrt(0.5);
    private static final double[] RIM_X = {1, HALF, 0, -HALF, -1, -HALF, 0, HALF};
    private static final double[] RIM_Y = {0, HALF, 1, HALF, 0, -HALF, -1, -HALF};

    /** The brightness at one place of a blob. */
    interface Shade {
        /**
         * @param radius 0 at the centre, 1 at the outline
         * @param x columns from the centre
         * @param y rows from the centre
         */
        double at(double radius, double x, double y);
    }

    private final double x;
    private final double y;
    private final double major;
    private final double minor;
    private final double cos;
    private final double sin;
    private final double[] even = new double[HARMONICS + 1];
    private final double[] odd = new double[HARMONICS + 1];

    /**
     * @param radius of the circle of the same area, pixels
     * @param aspect long axis over short axis
     * @param angle of the long axis, radians
     * @param irregularity 0 for an ellipse; 0.05 for a healthy nucleus
     */
    Blob(
            Dice dice,
            double x,
            double y,
            double radius,
            double aspect,
            double angle,
            double irregularity) {
        this.x = x;
        this.y = y;
        major = radius * Math.sqrt(aspect);
        minor = radius / Math.sqrt(aspect);
        cos = StrictMath.cos(angle);
        sin = StrictMath.sin(angle);
        for (int k = 2; k <= HARMONICS; k++) {
            even[k] = irregularity * dice.uniform(-2, 2) / k;
            odd[k] = irregularity * dice.uniform(-2, 2) / k;
        }
    }

    /** How many of eight points on the outline are taken; a taken centre counts for three. */
    int taken(Scene scene) {
        int taken = scene.isFree(x, y) ? 0 : 3;
        for (int k = 0; k < RIM_X.length; k++) {
            double u = major * RIM_X[k];
            double v = minor * RIM_Y[k];
            if (!scene.isFree(x + u * cos - v * sin, y + u * sin + v * cos)) taken++;
        }
        return taken;
    }

    double area() {
        return Math.PI * major * minor;
    }

    /** Draws it, antialiased, as a new object. */
    void paint(Scene scene, Shade shade) {
        int label = scene.nextLabel();
        scene.near(
                x,
                y,
                1.3 * major + 1,
                (index, dx, dy) -> {
                    double u = (dx * cos + dy * sin) / major;
                    double v = (dy * cos - dx * sin) / minor;
                    double rho = Math.sqrt(u * u + v * v);
                    double outline = outline(u, v, rho);
                    double cover = Math.min(1, (outline - rho) * minor + 0.5);
                    if (cover <= 0) return;
                    scene.lay(index, cover * shade.at(rho / outline, dx, dy));
                    if (cover >= 0.5) scene.labels[index] = label;
                });
    }

    /** The relative radius in a direction; multiples of the angle by the addition theorem. */
    private double outline(double u, double v, double rho) {
        if (rho < 0.3) return 1;
        double c = u / rho;
        double s = v / rho;
        double ck = c;
        double sk = s;
        double radius = 1;
        for (int k = 2; k <= HARMONICS; k++) {
            double next = ck * c - sk * s;
            sk = sk * c + ck * s;
            ck = next;
            radius += even[k] * ck + odd[k] * sk;
        }
        return radius;
    }
}
