// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import sc.fiji.diffusion.weights.LowRank;
import sc.fiji.diffusion.weights.WeightsException;

/** A weight with what adapters add to it (Hu et al. 2021, eq. 3). */
final class LowRankSum {

    private LowRankSum() {}

    /**
     * Adds to a weight.
     *
     * @param weight closed in any case
     * @param manager owner of the result
     */
    static NDArray of(
            NDArray weight, List<LowRank> additions, TensorDecoder decoder, NDManager manager)
            throws WeightsException {
        try (NDManager scope = manager.newSubManager()) {
            weight.attach(scope);
            NDArray sum = weight;
            for (LowRank addition : additions)
                sum = sum.add(product(sum, addition, decoder, scope));
            sum.attach(manager);
            return sum;
        }
    }

    private static NDArray product(
            NDArray weight, LowRank addition, TensorDecoder decoder, NDManager scope)
            throws WeightsException {
        long out = weight.getShape().get(0);
        long rest = weight.getShape().size() / out;
        int rank = addition.rank();
        NDArray up = decoder.decode(addition.file(), addition.up(), scope);
        NDArray down = decoder.decode(addition.file(), addition.down(), scope);
        NDArray product =
                up.reshape(new Shape(out, rank)).matMul(down.reshape(new Shape(rank, rest)));
        return product.mul(addition.scale()).reshape(weight.getShape());
    }
}
