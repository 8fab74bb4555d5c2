// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import static sc.fiji.diffusion.weights.adapter.TensorRole.HADA_T1;
import static sc.fiji.diffusion.weights.adapter.TensorRole.HADA_T2;
import static sc.fiji.diffusion.weights.adapter.TensorRole.HADA_W1_A;
import static sc.fiji.diffusion.weights.adapter.TensorRole.HADA_W1_B;
import static sc.fiji.diffusion.weights.adapter.TensorRole.HADA_W2_A;
import static sc.fiji.diffusion.weights.adapter.TensorRole.HADA_W2_B;

import java.util.stream.Stream;
import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.delta.Delta;
import sc.fiji.diffusion.weights.delta.Hadamard;
import sc.fiji.diffusion.weights.delta.LowRank;
import sc.fiji.diffusion.weights.delta.Tucker;

/** LoHa: two products of low rank, multiplied value by value. */
final class HadamardKind implements DeltaKind {

    @Override
    public boolean isOf(LayerTensors tensors) {
        return Stream.of(HADA_W1_A, HADA_W1_B, HADA_W2_A, HADA_W2_B, HADA_T1, HADA_T2)
                .anyMatch(tensors::has);
    }

    @Override
    public String alphaKey() {
        return "alpha";
    }

    @Override
    public int rank(LayerTensors tensors) throws WeightsException {
        return tensors.length(HADA_W1_B, 0);
    }

    @Override
    public Delta delta(LayerTensors tensors, LayerShape layer) throws WeightsException {
        boolean cores = tensors.has(HADA_T1) || tensors.has(HADA_T2);
        return new Hadamard(
                factor(tensors, layer, HADA_W1_A, HADA_W1_B, cores ? HADA_T1 : null),
                factor(tensors, layer, HADA_W2_A, HADA_W2_B, cores ? HADA_T2 : null));
    }

    private static Delta factor(
            LayerTensors tensors, LayerShape layer, TensorRole a, TensorRole b, TensorRole core)
            throws WeightsException {
        int rank = tensors.length(b, 0);
        if (core == null) {
            return new LowRank(
                    tensors.matrix(a, layer.out(), rank),
                    tensors.matrix(b, layer.withKernel(rank, layer.in())));
        }
        int rows = tensors.length(a, 0);
        return new Tucker(
                tensors.matrix(core, layer.withKernel(rows, rank)),
                tensors.matrix(a, rows, layer.out()).flipped(),
                tensors.matrix(b, rank, layer.in()));
    }
}
