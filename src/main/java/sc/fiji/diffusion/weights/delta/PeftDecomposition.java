// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * Directions and magnitudes (DoRA; Liu et al. 2024, eq. 5) as PEFT has them: with {@code V = W +
 * scale * delta} of the stored weight W, each row of {@code (current + scale * delta)} is
 * multiplied by {@code magnitude / |V|} of this row. How strongly the adapter works is in the
 * scale.
 *
 * @param delta of the size of the weight
 * @param scale what it is multiplied by
 * @param magnitudes one for each row
 */
public record PeftDecomposition(Delta delta, double scale, StoredMatrix magnitudes)
        implements TensorChange {

    @Override
    public <M> M apply(M stored, M current, MatrixMath<M> math) throws WeightsException {
        M added = math.scaled(delta.compute(math), scale);
        M moved = math.sum(stored, added);
        M norms = magnitudes.compute(math);
        return math.renormed(math.sum(current, added), moved, norms, true, 1, 0);
    }
}
