// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * The Frechet distance between two sets of features, each taken for a Gaussian (Heusel et al. 2017,
 * eq. 6): {@code |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))}. It is biased: it falls as the sets
 * grow, so only figures of sets of the same size can be compared.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /**
     * The distance.
     *
     * @param a features, at least two vectors
     * @param b features of the same length, at least two vectors
     * @throws IllegalArgumentException if a set has fewer than two vectors
     */
    public static double between(List<double[]> a, List<double[]> b) {
        RealMatrix first = matrix(a);
        RealMatrix second = matrix(b);
        RealMatrix c1 = new Covariance(first).getCovarianceMatrix();
        RealMatrix c2 = new Covariance(second).getCovarianceMatrix();
        RealVector difference = mean(first).subtract(mean(second));
        RealMatrix root = squareRoot(c1);
        double trace = 0;
        for (double value : eigenvalues(root.multiply(c2).multiply(root))) {
            trace += Math.sqrt(Math.max(0, value));
        }
        double distance =
                difference.dotProduct(difference) + c1.getTrace() + c2.getTrace() - 2 * trace;
        return Math.max(0, distance);
    }

    private static RealMatrix matrix(List<double[]> features) {
        if (features.size() < 2) {
            throw new IllegalArgumentException(
                    "a distance between distributions needs at least 2 images in each set, found "
                            + features.size());
        }
        return new Array2DRowRealMatrix(features.toArray(double[][]::new), false);
    }

    private static RealVector mean(RealMatrix rows) {
        double[] ones = new double[rows.getRowDimension()];
        Arrays.fill(ones, 1.0 / ones.length);
        return MatrixUtils.createRealVector(rows.preMultiply(ones));
    }

    private static RealMatrix squareRoot(RealMatrix covariance) {
        EigenDecomposition eigen = new EigenDecomposition(covariance);
        double[] roots = eigen.getRealEigenvalues();
        for (int i = 0; i < roots.length; i++) roots[i] = Math.sqrt(Math.max(0, roots[i]));
        RealMatrix v = eigen.getV();
        return v.multiply(MatrixUtils.createRealDiagonalMatrix(roots)).multiply(v.transpose());
    }

    /** Of a matrix that is symmetric but for rounding. */
    private static double[] eigenvalues(RealMatrix matrix) {
        RealMatrix symmetric = matrix.add(matrix.transpose()).scalarMultiply(0.5);
        return new EigenDecomposition(symmetric).getRealEigenvalues();
    }
}
