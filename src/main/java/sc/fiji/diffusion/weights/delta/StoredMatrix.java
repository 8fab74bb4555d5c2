// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * A tensor of an adapter.
 *
 * @param file where it is
 * @param name its name
 * @param height rows as it is stored
 * @param width columns as it is stored
 * @param transposed whether it is used the other way round
 */
public record StoredMatrix(
        TensorSource file, String name, int height, int width, boolean transposed)
        implements Delta {

    /** A tensor that is used as it is stored. */
    public StoredMatrix(TensorSource file, String name, int height, int width) {
        this(file, name, height, width, false);
    }

    /** The same the other way round. */
    public StoredMatrix flipped() {
        return new StoredMatrix(file, name, height, width, !transposed);
    }

    @Override
    public long rows() {
        return transposed ? width : height;
    }

    @Override
    public long columns() {
        return transposed ? height : width;
    }

    @Override
    public <M> M compute(MatrixMath<M> math) throws WeightsException {
        M stored = math.read(file, name, height, width);
        return transposed ? math.transposed(stored) : stored;
    }
}
