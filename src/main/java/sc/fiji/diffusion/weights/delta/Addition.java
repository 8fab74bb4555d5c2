// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.delta;

import sc.fiji.diffusion.weights.MatrixMath;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * {@code scale * delta} is added to a weight.
 *
 * @param delta of the size of the weight
 * @param scale what it is multiplied by
 */
public record Addition(Delta delta, double scale) implements TensorChange {

    @Override
    public <M> M apply(M stored, M current, MatrixMath<M> math) throws WeightsException {
        return math.sum(current, math.scaled(delta.compute(math), scale));
    }
}
