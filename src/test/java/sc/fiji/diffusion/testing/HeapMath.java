// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** Matrices on the heap, computed with as the definitions say. */
public final class HeapMath implements MatrixMath<Tensor> {

    /** A value of a matrix. */
    private interface Values {
        double at(int row, int column);
    }

    private static Tensor matrix(int rows, int columns, Values values) {
        float[] data = new float[rows * columns];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) values.at(i / columns, i % columns);
        }
        return Tensor.of(data, rows, columns);
    }

    private static float at(Tensor a, int row, int column) {
        return a.data()[row * a.dim(1) + column];
    }

    @Override
    public Tensor read(TensorSource file, String name, int rows, int columns)
            throws WeightsException {
        return Tensor.of(file.read(name).data(), rows, columns);
    }

    @Override
    public Tensor transposed(Tensor a) {
        return matrix(a.dim(1), a.dim(0), (i, j) -> at(a, j, i));
    }

    @Override
    public Tensor scaled(Tensor a, double factor) {
        return matrix(a.dim(0), a.dim(1), (i, j) -> factor * at(a, i, j));
    }

    @Override
    public Tensor sum(Tensor a, Tensor b) {
        return matrix(a.dim(0), a.dim(1), (i, j) -> at(a, i, j) + at(b, i, j));
    }

    @Override
    public Tensor product(Tensor a, Tensor b) {
        return matrix(
                a.dim(0),
                b.dim(1),
                (i, j) -> {
                    double sum = 0;
                    for (int k = 0; k < a.dim(1); k++) sum += (double) at(a, i, k) * at(b, k, j);
                    return sum;
                });
    }

    @Override
    public Tensor hadamard(Tensor a, Tensor b) {
        return matrix(a.dim(0), a.dim(1), (i, j) -> at(a, i, j) * at(b, i, j));
    }

    @Override
    public Tensor kronecker(Tensor a, Tensor b) {
        int rows = b.dim(0);
        int columns = b.dim(1);
        return matrix(
                a.dim(0) * rows,
                a.dim(1) * columns,
                (i, j) -> at(a, i / rows, j / columns) * at(b, i % rows, j % columns));
    }

    @Override
    public Tensor tucker(Tensor core, Tensor up, Tensor down) {
        int kernel = core.dim(1) / down.dim(0);
        return matrix(
                up.dim(0),
                down.dim(1) * kernel,
                (p, qk) -> {
                    double sum = 0;
                    for (int i = 0; i < up.dim(1); i++) {
                        for (int j = 0; j < down.dim(0); j++) {
                            float inner = at(core, i, j * kernel + qk % kernel);
                            sum += (double) at(up, p, i) * inner * at(down, j, qk / kernel);
                        }
                    }
                    return sum;
                });
    }

    @Override
    public Tensor renormed(
            Tensor a, Tensor slices, Tensor norms, boolean ofRows, double share, double epsilon) {
        int inner = ofRows ? 1 : a.dim(1) / norms.data().length;
        double[] squares = new double[norms.data().length];
        for (int i = 0; i < a.data().length; i++) {
            int slice = ofRows ? i / a.dim(1) : i % a.dim(1) / inner;
            squares[slice] += (double) slices.data()[i] * slices.data()[i];
        }
        return matrix(
                a.dim(0),
                a.dim(1),
                (i, j) -> {
                    int slice = ofRows ? i : j / inner;
                    double norm = Math.sqrt(squares[slice]) + epsilon;
                    double factor = norm == 0 ? 0 : norms.data()[slice] / norm;
                    return at(a, i, j) * (1 + share * (factor - 1));
                });
    }
}
