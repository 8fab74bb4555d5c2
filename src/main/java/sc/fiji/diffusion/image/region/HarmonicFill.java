// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.process.ImageProcessor;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.Arrays;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import sc.fiji.diffusion.image.IndexedColors;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;

/**
 * Classical inpainting without a model: the selection takes the smoothest values that meet its rim,
 * the solution of Laplace's equation with the surrounding pixels as the boundary (membrane
 * interpolation; Bertalmio et al. 2000 compare). The image's border does not pull. Values are those
 * of the pixels, whatever is displayed; only selected pixels are written.
 */
public final class HarmonicFill {

    private static final double TOLERANCE = 1e-5;
    private static final int NEIGHBOURS = 4;
    private static final int[] DX = {1, -1, 0, 0};
    private static final int[] DY = {0, 0, 1, -1};

    private final int[] xs;
    private final int[] ys;

    /** Of each pixel and side the selected neighbour's index, or one of those below. */
    private final int[] neighbours;

    private static final int KNOWN = -1;
    private static final int NONE = -2;

    private HarmonicFill(Selection selection, Rectangle part) {
        xs = new int[selection.size()];
        ys = new int[xs.length];
        int[] index = new int[part.width * part.height];
        Arrays.fill(index, KNOWN);
        int[] count = new int[1];
        selection.forEach(
                (x, y) -> {
                    xs[count[0]] = x - part.x;
                    ys[count[0]] = y - part.y;
                    index[(y - part.y) * part.width + x - part.x] = count[0]++;
                });
        neighbours = new int[NEIGHBOURS * xs.length];
        for (int i = 0; i < neighbours.length; i++) {
            int x = xs[i / NEIGHBOURS] + DX[i % NEIGHBOURS];
            int y = ys[i / NEIGHBOURS] + DY[i % NEIGHBOURS];
            boolean inside = x >= 0 && y >= 0 && x < part.width && y < part.height;
            neighbours[i] = inside ? index[y * part.width + x] : NONE;
        }
    }

    /**
     * Fills a selection.
     *
     * @param plane written to
     * @throws IllegalArgumentException if the selection leaves no pixel to continue from
     */
    public static void fill(ImageProcessor plane, Selection selection) {
        Rectangle part = surroundings(selection);
        HarmonicFill fill = new HarmonicFill(selection, part);
        if (IndexedColors.in(plane)) {
            IndexedColors.edit(plane, part, colours -> fill.fill(colours, 0, 0));
        } else {
            fill.fill(plane, part.x, part.y);
        }
    }

    /** The bounds and one pixel more, as far as the image goes. */
    private static Rectangle surroundings(Selection selection) {
        Rectangle part = selection.bounds();
        part.grow(1, 1);
        Dimension image = selection.image();
        return part.intersection(new Rectangle(image));
    }

    private void fill(ImageProcessor target, int left, int top) {
        RandomAccess<? extends RealType<?>> pixel = PixelKind.pixels(target).randomAccess();
        for (int c = 0; c < PixelKind.of(target).channels(); c++) {
            pixel.setPosition(c, 2);
            double[] values = new Laplace(pixel, left, top).solve();
            for (int i = 0; i < values.length; i++) {
                pixel.setPosition(xs[i] + left, 0);
                pixel.setPosition(ys[i] + top, 1);
                Plane.store(pixel.get(), values[i]);
            }
        }
    }

    /** The equation of one channel, {@code A u = b}: A is symmetric and positive definite. */
    private final class Laplace {

        private final double[] diagonal = new double[xs.length];
        private final double[] rim = new double[xs.length];
        private final double mean;

        Laplace(RandomAccess<? extends RealType<?>> pixel, int left, int top) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < neighbours.length; i++) {
                int at = i / NEIGHBOURS;
                if (neighbours[i] >= 0) diagonal[at]++;
                if (neighbours[i] != KNOWN) continue;
                pixel.setPosition(xs[at] + DX[i % NEIGHBOURS] + left, 0);
                pixel.setPosition(ys[at] + DY[i % NEIGHBOURS] + top, 1);
                double value = pixel.get().getRealDouble();
                if (!Double.isFinite(value)) continue; // pulls no more than the border does
                diagonal[at]++;
                rim[at] += value;
                sum += value;
                count++;
            }
            if (count == 0) {
                throw new IllegalArgumentException(
                        "the selection leaves no pixel to continue the image from; select less");
            }
            mean = sum / count;
        }

        /** Conjugate gradients, beginning with the mean of the rim. */
        double[] solve() {
            double[] u = new double[xs.length];
            Arrays.fill(u, mean);
            double[] r = residual(u);
            double[] p = r.clone();
            double squares = dot(r, r);
            double enough = TOLERANCE * TOLERANCE * Math.max(dot(rim, rim), Double.MIN_NORMAL);
            for (int k = 0; k < 2 * xs.length && squares > enough; k++) {
                double[] ap = times(p);
                double curvature = dot(p, ap);
                if (curvature <= 0) break; // parts without any rim stay at the mean
                double step = squares / curvature;
                for (int i = 0; i < u.length; i++) {
                    u[i] += step * p[i];
                    r[i] -= step * ap[i];
                }
                double before = squares;
                squares = dot(r, r);
                for (int i = 0; i < u.length; i++) p[i] = r[i] + squares / before * p[i];
            }
            return u;
        }

        private double[] residual(double[] u) {
            double[] r = times(u);
            for (int i = 0; i < r.length; i++) r[i] = rim[i] - r[i];
            return r;
        }

        private double[] times(double[] u) {
            double[] product = new double[u.length];
            for (int i = 0; i < u.length; i++) {
                double sum = diagonal[i] * u[i];
                for (int n = NEIGHBOURS * i; n < NEIGHBOURS * (i + 1); n++) {
                    if (neighbours[n] >= 0) sum -= u[neighbours[n]];
                }
                product[i] = sum;
            }
            return product;
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
            return sum;
        }
    }
}
