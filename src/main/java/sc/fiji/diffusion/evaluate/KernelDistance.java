// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * The kernel distance between two sets of features (KID; Binkowski et al. 2018): the unbiased
 * estimate of the squared maximum mean discrepancy with the kernel {@code (x.y / d + 1)^3}, over
 * random subsets. It does not depend on the sets' sizes, and may come out below 0.
 *
 * @param value mean over the subsets
 * @param standardError of that mean, taking the subsets for independent
 */
public record KernelDistance(double value, double standardError) {

    private static final int SUBSETS = 50;
    private static final int LARGEST_SUBSET = 100;
    private static final long SEED = 1;

    /**
     * The distance.
     *
     * @param a features, at least two vectors
     * @param b features of the same length, at least two vectors
     * @throws IllegalArgumentException if a set has fewer than two vectors
     */
    public static KernelDistance between(List<double[]> a, List<double[]> b) {
        int smaller = Math.min(a.size(), b.size());
        // Subsets of at most half, so that they differ and their spread says something.
        int size = Math.max(2, Math.min(LARGEST_SUBSET, smaller / 2));
        if (smaller < 2) {
            throw new IllegalArgumentException(
                    "a distance between distributions needs at least 2 images in each set, found "
                            + a.size()
                            + " and "
                            + b.size());
        }
        Random random = new Random(SEED);
        DescriptiveStatistics values = new DescriptiveStatistics();
        for (int i = 0; i < SUBSETS; i++) {
            values.addValue(discrepancy(subset(a, size, random), subset(b, size, random)));
        }
        double error = values.getStandardDeviation() / Math.sqrt(SUBSETS);
        return new KernelDistance(values.getMean(), error);
    }

    private static List<double[]> subset(List<double[]> all, int size, Random random) {
        List<double[]> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, size);
    }

    /** The unbiased estimate (Gretton et al. 2012, eq. 3) for sets of one size. */
    static double discrepancy(List<double[]> x, List<double[]> y) {
        int m = x.size();
        double within = 0;
        double across = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                if (i != j) within += kernel(x.get(i), x.get(j)) + kernel(y.get(i), y.get(j));
                across += kernel(x.get(i), y.get(j));
            }
        }
        return within / (m * (m - 1.0)) - 2 * across / ((double) m * m);
    }

    private static double kernel(double[] x, double[] y) {
        double dot = 0;
        for (int i = 0; i < x.length; i++) dot += x[i] * y[i];
        double base = dot / x.length + 1;
        return base * base * base;
    }
}
