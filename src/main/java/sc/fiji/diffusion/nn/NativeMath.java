// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * Matrices as native arrays; each result belongs to the manager of the first operand. What is read
 * is small, and goes through the heap.
 */
final class NativeMath implements MatrixMath<NDArray> {

    /** Below it a norm is that of zeros; its inverse is a float32. */
    private static final float LEAST_NORM = 1e-30f;

    private final NDManager manager;

    /**
     * @param manager owner of what is read
     */
    NativeMath(NDManager manager) {
        this.manager = manager;
    }

    @Override
    public NDArray read(TensorSource file, String name, int rows, int columns)
            throws WeightsException {
        return Network.toArray(manager, file.read(name)).reshape(rows, columns);
    }

    @Override
    public NDArray transposed(NDArray a) {
        return a.transpose();
    }

    @Override
    public NDArray scaled(NDArray a, double factor) {
        return a.mul(factor);
    }

    @Override
    public NDArray sum(NDArray a, NDArray b) {
        return a.add(b);
    }

    @Override
    public NDArray product(NDArray a, NDArray b) {
        return a.matMul(b);
    }

    @Override
    public NDArray hadamard(NDArray a, NDArray b) {
        return a.mul(b);
    }

    @Override
    public NDArray kronecker(NDArray a, NDArray b) {
        long rows = rows(a) * rows(b);
        long columns = columns(a) * columns(b);
        NDArray left = a.reshape(rows(a), 1, columns(a), 1);
        return left.mul(b.reshape(1, rows(b), 1, columns(b))).reshape(rows, columns);
    }

    @Override
    public NDArray tucker(NDArray core, NDArray up, NDArray down) {
        long kernel = columns(core) / rows(down);
        NDArray half = up.matMul(core).reshape(rows(up), rows(down), kernel);
        NDArray whole = half.transpose(0, 2, 1).matMul(down);
        return whole.transpose(0, 2, 1).reshape(rows(up), columns(down) * kernel);
    }

    @Override
    public NDArray renormed(
            NDArray a,
            NDArray slices,
            NDArray norms,
            boolean ofRows,
            double share,
            double epsilon) {
        long count = norms.getShape().size();
        Shape sliced =
                ofRows
                        ? new Shape(count, columns(a), 1)
                        : new Shape(rows(a), count, columns(a) / count);
        int[] summed = {ofRows ? 1 : 0, 2};
        NDArray lengths = slices.reshape(sliced).square().sum(summed, true).sqrt().add(epsilon);
        NDArray wanted = norms.reshape(lengths.getShape());
        NDArray factors = wanted.div(lengths.maximum(LEAST_NORM)).sub(1).mul(share).add(1);
        return a.reshape(sliced).mul(factors).reshape(a.getShape());
    }

    private static long rows(NDArray a) {
        return a.getShape().get(0);
    }

    private static long columns(NDArray a) {
        return a.getShape().get(1);
    }
}
