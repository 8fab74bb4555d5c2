// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Classical inpainting by example: the hole is filled with copies of patches of its surroundings,
 * first where the most is known around and where lines run into it (Criminisi, Perez and Toyama
 * 2004, "Region filling and object removal by exemplar-based image inpainting"; the priority is
 * their equations 1 to 3). Nothing is drawn by chance: the same image gives the same fill.
 */
final class PatchFill {

    /** Pixels on each side of a patch's middle, as in the paper. */
    private static final int RADIUS = 4;

    private static final int SIDE = 2 * RADIUS + 1;

    /** In larger surroundings only so many patches, evenly spread, are compared. */
    private static final int MOST_SOURCES = 40_000;

    /** Keeps the priority of a pixel without lines above that of none. */
    private static final double LEAST_DATA = 1e-3;

    private final int width;
    private final int height;
    private final float[][] channels;
    private final float[] brightness;
    private final boolean[] known;
    private final double[] confidence;
    private final int[] sources;

    private PatchFill(Tensor image, Tensor hole, Tensor gaps) {
        height = image.dim(2);
        width = image.dim(3);
        channels = new float[image.dim(1)][];
        for (int c = 0; c < channels.length; c++) {
            channels[c] = image.channels(c, c + 1).data().clone();
        }
        known = new boolean[width * height];
        confidence = new double[known.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = hole.data()[i] == 0;
            confidence[i] = known[i] ? 1 : 0;
        }
        brightness = new float[known.length];
        for (int i = 0; i < known.length; i++) brighten(i);
        sources = sources(gaps);
    }

    /**
     * Fills a hole.
     *
     * @param image {@code [1, C, H, W]}
     * @param hole {@code [1, 1, H, W]}, 1 where to fill
     * @return a new image, outside the hole as before; filled smoothly where there is no whole
     *     patch around the hole to copy
     */
    static Tensor fill(Tensor image, Tensor hole) {
        return fill(image, hole, hole.map(value -> 0));
    }

    /**
     * Fills a hole.
     *
     * @param gaps {@code [1, 1, H, W]}, 1 where a value is not to be copied
     */
    static Tensor fill(Tensor image, Tensor hole, Tensor gaps) {
        PatchFill fill = new PatchFill(image, hole, gaps);
        if (fill.sources.length == 0) return Fill.BLUR.apply(image, hole, 0);
        fill.run();
        int plane = image.dim(2) * image.dim(3);
        float[] all = new float[image.size()];
        for (int c = 0; c < fill.channels.length; c++) {
            System.arraycopy(fill.channels[c], 0, all, c * plane, plane);
        }
        return Tensor.of(all, image.shape());
    }

    private void brighten(int pixel) {
        float sum = 0;
        for (float[] channel : channels) sum += channel[pixel];
        brightness[pixel] = sum / channels.length;
    }

    /** The middles of the patches that lie wholly in the image, outside the hole and the gaps. */
    private int[] sources(Tensor gaps) {
        int[] all =
                IntStream.range(0, known.length)
                        .filter(i -> isInside(i % width, i / width) && isWhollyKnown(i, gaps))
                        .toArray();
        int step = (all.length + MOST_SOURCES - 1) / MOST_SOURCES;
        if (step <= 1) return all;
        return IntStream.range(0, all.length / step).map(i -> all[i * step]).toArray();
    }

    private boolean isInside(int x, int y) {
        return x >= RADIUS && y >= RADIUS && x < width - RADIUS && y < height - RADIUS;
    }

    private boolean isWhollyKnown(int middle, Tensor gaps) {
        for (int dy = -RADIUS; dy <= RADIUS; dy++) {
            for (int dx = -RADIUS; dx <= RADIUS; dx++) {
                int i = middle + dy * width + dx;
                if (!known[i] || gaps.data()[i] != 0) return false;
            }
        }
        return true;
    }

    private void run() {
        for (int pixel = next(); pixel >= 0; pixel = next()) {
            Target target = new Target(pixel);
            target.copy(target.nearest(), confidence(pixel));
        }
    }

    /** The pixel on the front of the hole that is filled next; -1 if all are known. */
    private int next() {
        int best = -1;
        double most = -1;
        for (int i = 0; i < known.length; i++) {
            if (known[i] || !isOnFront(i)) continue;
            double priority = confidence(i) * data(i);
            if (priority > most) {
                most = priority;
                best = i;
            }
        }
        return best;
    }

    private boolean isOnFront(int pixel) {
        int x = pixel % width;
        int y = pixel / width;
        return isKnown(x - 1, y) || isKnown(x + 1, y) || isKnown(x, y - 1) || isKnown(x, y + 1);
    }

    private boolean isKnown(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height && known[y * width + x];
    }

    /** How much of the patch around a pixel is known, and how surely; equation 2. */
    private double confidence(int pixel) {
        double sum = 0;
        int top = Math.max(0, pixel / width - RADIUS);
        int bottom = Math.min(height - 1, pixel / width + RADIUS);
        int left = Math.max(0, pixel % width - RADIUS);
        int right = Math.min(width - 1, pixel % width + RADIUS);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) sum += confidence[y * width + x];
        }
        return sum / (SIDE * SIDE);
    }

    /**
     * How strongly a line runs into the hole at a pixel; equation 3, at the steepest place near.
     */
    private double data(int pixel) {
        int px = pixel % width;
        int py = pixel / width;
        double normalX = unknown(px + 1, py) - unknown(px - 1, py);
        double normalY = unknown(px, py + 1) - unknown(px, py - 1);
        double length = Math.hypot(normalX, normalY);
        if (length == 0) return LEAST_DATA;
        double steepest = 0;
        double data = 0;
        for (int y = py - RADIUS; y <= py + RADIUS; y++) {
            for (int x = px - RADIUS; x <= px + RADIUS; x++) {
                if (!hasGradient(x, y)) continue;
                int i = y * width + x;
                double dx = brightness[i + 1] - brightness[i - 1];
                double dy = brightness[i + width] - brightness[i - width];
                double slope = dx * dx + dy * dy;
                if (slope <= steepest) continue;
                steepest = slope;
                data = Math.abs(-dy * normalX + dx * normalY) / length;
            }
        }
        return data + LEAST_DATA;
    }

    private int unknown(int x, int y) {
        boolean inside = x >= 0 && y >= 0 && x < width && y < height;
        return inside && !known[y * width + x] ? 1 : 0;
    }

    private boolean hasGradient(int x, int y) {
        return isKnown(x, y)
                && isKnown(x - 1, y)
                && isKnown(x + 1, y)
                && isKnown(x, y - 1)
                && isKnown(x, y + 1);
    }

    /** The patch around a pixel on the front: what of it is known, and what is to be filled. */
    private final class Target {

        private final int middle;

        /** Offsets from the middle to the pixels that are known. */
        private final int[] knownAt;

        private final int[] unknownAt;

        Target(int middle) {
            this.middle = middle;
            int[] places = places();
            knownAt = Arrays.stream(places).filter(at -> known[middle + at]).toArray();
            unknownAt = Arrays.stream(places).filter(at -> !known[middle + at]).toArray();
        }

        private int[] places() {
            int x = middle % width;
            int y = middle / width;
            return IntStream.range(0, SIDE * SIDE)
                    .filter(i -> in(x + i % SIDE - RADIUS, width))
                    .filter(i -> in(y + i / SIDE - RADIUS, height))
                    .map(i -> (i / SIDE - RADIUS) * width + i % SIDE - RADIUS)
                    .toArray();
        }

        private boolean in(int place, int end) {
            return place >= 0 && place < end;
        }

        /** The middle of the patch that differs least in what is known. */
        int nearest() {
            int best = sources[0];
            double least = Double.POSITIVE_INFINITY;
            for (int source : sources) {
                double difference = difference(source, least);
                if (difference < least) {
                    least = difference;
                    best = source;
                }
            }
            return best;
        }

        /** The sum of squares, or something larger once it exceeds a bound. */
        private double difference(int source, double bound) {
            double sum = 0;
            for (float[] channel : channels) {
                for (int at : knownAt) {
                    double difference = channel[middle + at] - channel[source + at];
                    sum += difference * difference;
                    if (sum > bound) return sum;
                }
            }
            return sum;
        }

        void copy(int source, double sureness) {
            for (int at : unknownAt) {
                for (float[] channel : channels) channel[middle + at] = channel[source + at];
                brighten(middle + at);
                known[middle + at] = true;
                confidence[middle + at] = sureness;
            }
        }
    }
}
