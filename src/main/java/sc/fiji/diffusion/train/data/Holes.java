// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import java.util.Random;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Random holes for an inpainting model to fill: one to three ovals, rectangles or strokes, as users
 * select them; at times all but these; at times everything, so that the model also makes whole
 * images.
 */
public final class Holes {

    private static final double EVERYTHING = 0.15;
    private static final double OUTSIDE = 0.1;

    private Holes() {}

    /**
     * Draws a hole.
     *
     * @param height in pixels
     * @param width in pixels
     * @return {@code [1, 1, height, width]}, 1 in the hole and 0 elsewhere
     */
    public static Tensor draw(Random random, int height, int width) {
        Tensor mask = Tensor.zeros(1, 1, height, width);
        double kind = random.nextDouble();
        if (kind < EVERYTHING) return mask.map(zero -> 1);
        int shapes = 1 + random.nextInt(3);
        for (int i = 0; i < shapes; i++) add(mask, Shape.random(random, height, width));
        return kind < EVERYTHING + OUTSIDE ? mask.map(v -> 1 - v) : mask;
    }

    private static void add(Tensor mask, Shape shape) {
        int width = mask.dim(3);
        for (int i = 0; i < mask.size(); i++) {
            if (shape.contains(i % width + 0.5, i / width + 0.5)) mask.data()[i] = 1;
        }
    }

    /**
     * A turned oval or rectangle; a thin one is a stroke.
     *
     * @param cos of its angle
     * @param sin of its angle
     */
    private record Shape(
            boolean oval, double x, double y, double a, double b, double cos, double sin) {

        static Shape random(Random random, int height, int width) {
            int side = Math.min(height, width);
            boolean stroke = random.nextInt(4) == 0;
            double a = side * (0.06 + 0.34 * random.nextDouble());
            double b =
                    side
                            * (stroke
                                    ? 0.02 + 0.06 * random.nextDouble()
                                    : 0.06 + 0.34 * random.nextDouble());
            double angle = Math.PI * random.nextDouble();
            return new Shape(
                    random.nextBoolean(),
                    width * random.nextDouble(),
                    height * random.nextDouble(),
                    a,
                    b,
                    Math.cos(angle),
                    Math.sin(angle));
        }

        boolean contains(double px, double py) {
            double u = ((px - x) * cos + (py - y) * sin) / a;
            double v = ((py - y) * cos - (px - x) * sin) / b;
            return oval ? u * u + v * v <= 1 : Math.abs(u) <= 1 && Math.abs(v) <= 1;
        }
    }
}
