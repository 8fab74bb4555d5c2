// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

/** Grey-scale opening by a square: bright structures that the square does not fit into vanish. */
final class Opening {

    private Opening() {}

    /**
     * Opens by a square of {@code 2 radius + 1} pixels a side; outside the image nothing counts.
     */
    static double[][] bySquare(double[][] image, int radius) {
        return extreme(extreme(image, radius, -1), radius, 1);
    }

    /** The smallest (sign -1) or largest (sign 1) value in the square around each pixel. */
    private static double[][] extreme(double[][] image, int radius, int sign) {
        return transpose(lines(transpose(lines(image, radius, sign)), radius, sign));
    }

    private static double[][] lines(double[][] image, int radius, int sign) {
        double[][] result = new double[image.length][];
        for (int y = 0; y < image.length; y++) result[y] = line(image[y], radius, sign);
        return result;
    }

    private static double[] line(double[] line, int radius, int sign) {
        double[] result = new double[line.length];
        for (int x = 0; x < line.length; x++) {
            double best = sign * line[x];
            int last = Math.min(line.length - 1, x + radius);
            for (int i = Math.max(0, x - radius); i <= last; i++)
                best = Math.max(best, sign * line[i]);
            result[x] = sign * best;
        }
        return result;
    }

    private static double[][] transpose(double[][] image) {
        double[][] result = new double[image[0].length][image.length];
        for (int y = 0; y < image.length; y++) {
            for (int x = 0; x < image[0].length; x++) result[x][y] = image[y][x];
        }
        return result;
    }
}
