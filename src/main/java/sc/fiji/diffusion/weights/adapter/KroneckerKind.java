// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import static sc.fiji.diffusion.weights.adapter.TensorRole.LOKR_T2;
import static sc.fiji.diffusion.weights.adapter.TensorRole.LOKR_W1;
import static sc.fiji.diffusion.weights.adapter.TensorRole.LOKR_W1_A;
import static sc.fiji.diffusion.weights.adapter.TensorRole.LOKR_W1_B;
import static sc.fiji.diffusion.weights.adapter.TensorRole.LOKR_W2;
import static sc.fiji.diffusion.weights.adapter.TensorRole.LOKR_W2_A;
import static sc.fiji.diffusion.weights.adapter.TensorRole.LOKR_W2_B;

import java.util.stream.Stream;
import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.delta.Delta;
import sc.fiji.diffusion.weights.delta.Kronecker;
import sc.fiji.diffusion.weights.delta.LowRank;
import sc.fiji.diffusion.weights.delta.Tucker;

/** LoKr: a Kronecker product of two matrices, each whole or a product itself. */
final class KroneckerKind implements DeltaKind {

    @Override
    public boolean isOf(LayerTensors tensors) {
        return Stream.of(LOKR_W1, LOKR_W1_A, LOKR_W1_B, LOKR_W2, LOKR_W2_A, LOKR_W2_B, LOKR_T2)
                .anyMatch(tensors::has);
    }

    @Override
    public String alphaKey() {
        return "alpha";
    }

    @Override
    public int rank(LayerTensors tensors) throws WeightsException {
        if (!tensors.has(LOKR_W1)) return tensors.length(LOKR_W1_B, 0);
        return tensors.has(LOKR_W2) ? 0 : tensors.length(LOKR_W2_B, 0);
    }

    @Override
    public Delta delta(LayerTensors tensors, LayerShape layer) throws WeightsException {
        Delta first = first(tensors);
        if (layer.out() % first.rows() != 0 || layer.in() % first.columns() != 0) {
            TensorRole shown = tensors.has(LOKR_W1) ? LOKR_W1 : LOKR_W1_A;
            throw tensors.wrongShape(
                    shown, "a factor of the layer's shape " + layer + " in each dimension");
        }
        int out = (int) (layer.out() / first.rows());
        int in = (int) (layer.in() / first.columns());
        return new Kronecker(first, second(tensors, layer, out, in));
    }

    private static Delta first(LayerTensors tensors) throws WeightsException {
        if (tensors.has(LOKR_W1)) {
            int rows = tensors.length(LOKR_W1, 0);
            return tensors.matrix(LOKR_W1, rows, tensors.length(LOKR_W1, 1));
        }
        int rank = tensors.length(LOKR_W1_B, 0);
        return new LowRank(
                tensors.matrix(LOKR_W1_A, tensors.length(LOKR_W1_A, 0), rank),
                tensors.matrix(LOKR_W1_B, rank, tensors.length(LOKR_W1_B, 1)));
    }

    private static Delta second(LayerTensors tensors, LayerShape layer, int out, int in)
            throws WeightsException {
        if (tensors.has(LOKR_W2)) return tensors.matrix(LOKR_W2, layer.withKernel(out, in));
        int rank = tensors.length(LOKR_W2_B, 0);
        if (!tensors.has(LOKR_T2)) {
            return new LowRank(
                    tensors.matrix(LOKR_W2_A, out, rank),
                    tensors.matrix(LOKR_W2_B, layer.withKernel(rank, in)));
        }
        int rows = tensors.length(LOKR_W2_A, 0);
        return new Tucker(
                tensors.matrix(LOKR_T2, layer.withKernel(rows, rank)),
                tensors.matrix(LOKR_W2_A, rows, out).flipped(),
                tensors.matrix(LOKR_W2_B, rank, in));
    }
}
