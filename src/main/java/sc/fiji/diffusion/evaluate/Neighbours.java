// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import java.util.List;

/**
 * How near images come to those of training. A model that repeats its training images is nearer to
 * them than images are that it never saw.
 *
 * @param generated distance of each generated image to its nearest training image
 * @param heldOut the same for images that were not used for training
 */
public record Neighbours(double[] generated, double[] heldOut) {

    /** Measures Euclidean distances between features. */
    public static Neighbours of(
            List<double[]> training, List<double[]> generated, List<double[]> heldOut) {
        return new Neighbours(nearest(generated, training), nearest(heldOut, training));
    }

    private static double[] nearest(List<double[]> images, List<double[]> training) {
        if (training.isEmpty()) throw new IllegalArgumentException("no training images");
        return images.stream().mapToDouble(image -> nearest(image, training)).toArray();
    }

    private static double nearest(double[] image, List<double[]> training) {
        double best = Double.POSITIVE_INFINITY;
        for (double[] other : training) {
            double sum = 0;
            for (int i = 0; i < image.length; i++) {
                sum += (image[i] - other[i]) * (image[i] - other[i]);
            }
            best = Math.min(best, sum);
        }
        return Math.sqrt(best);
    }
}
