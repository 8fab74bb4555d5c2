// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

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
        RealVector difference = mean(first).subtract(mean(second));
        RealMatrix r1 = covarianceRoot(first);
        RealMatrix r2 = covarianceRoot(second);
        double distance =
                difference.dotProduct(difference)
                        + squares(r1)
                        + squares(r2)
                        - 2 * sum(singularValues(r1.multiply(r2.transpose())));
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

    /**
     * A matrix R whose {@code R^T R} is the covariance, with no more rows than columns. The trace
     * of {@code (C1 C2)^(1/2)} is the sum of the singular values of {@code R1 R2^T}, which needs no
     * eigenvectors of covariances that have not full rank.
     */
    private static RealMatrix covarianceRoot(RealMatrix rows) {
        RealVector mean = mean(rows);
        RealMatrix centred = rows.copy();
        double scale = 1 / Math.sqrt(rows.getRowDimension() - 1);
        for (int i = 0; i < rows.getRowDimension(); i++) {
            centred.setRowVector(i, rows.getRowVector(i).subtract(mean).mapMultiply(scale));
        }
        int columns = rows.getColumnDimension();
        if (rows.getRowDimension() <= columns) return centred;
        RealMatrix triangle = new QRDecomposition(centred).getR();
        return triangle.getSubMatrix(0, columns - 1, 0, columns - 1);
    }

    /** The trace of {@code R^T R}. */
    private static double squares(RealMatrix root) {
        double norm = root.getFrobeniusNorm();
        return norm * norm;
    }

    private static double[] singularValues(RealMatrix matrix) {
        return new SingularValueDecomposition(matrix).getSingularValues();
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
