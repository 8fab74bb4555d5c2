// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * Directions and magnitudes (DoRA; Liu et al. 2024, eq. 5) as LyCORIS has them: with {@code V = W +
 * scale * delta} of the stored weight W, {@code (1 + share * (magnitude / |V| - 1)) * V - W} is
 * added, slice by slice.
 *
 * @param delta of the size of the weight
 * @param scale what it is multiplied by
 * @param magnitudes the norm of each slice
 * @param ofOutputs whether a slice is what leads to one output, or what leaves one input
 * @param share how strongly the adapter works: how far the norms are drawn to the magnitudes
 */
public record LycorisDecomposition(
        Delta delta, double scale, StoredMatrix magnitudes, boolean ofOutputs, double share)
        implements TensorChange {

    /** The distance of 1 to the next float32, which is added to norms. */
    private static final double EPSILON = 0x1p-23;

    @Override
    public <M> M apply(M stored, M current, MatrixMath<M> math) throws WeightsException {
        M moved = math.sum(stored, math.scaled(delta.compute(math), scale));
        M norms = magnitudes.compute(math);
        M renormed = math.renormed(moved, moved, norms, ofOutputs, share, EPSILON);
        return math.sum(current, math.sum(renormed, math.scaled(stored, -1)));
    }
}
