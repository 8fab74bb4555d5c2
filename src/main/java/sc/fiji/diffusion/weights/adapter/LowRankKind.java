// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import static sc.fiji.diffusion.weights.adapter.TensorRole.DOWN;
import static sc.fiji.diffusion.weights.adapter.TensorRole.MID;
import static sc.fiji.diffusion.weights.adapter.TensorRole.UP;

import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.delta.Delta;
import sc.fiji.diffusion.weights.delta.LowRank;
import sc.fiji.diffusion.weights.delta.Tucker;

/** LoRA (Hu et al. 2021), and LoCon with a core for the kernel of a convolution. */
final class LowRankKind implements DeltaKind {

    @Override
    public boolean isOf(LayerTensors tensors) {
        return tensors.has(UP) || tensors.has(DOWN);
    }

    @Override
    public String alphaKey() {
        return "lora_alpha";
    }

    @Override
    public int rank(LayerTensors tensors) throws WeightsException {
        tensors.name(UP);
        return tensors.length(DOWN, 0);
    }

    @Override
    public Delta delta(LayerTensors tensors, LayerShape layer) throws WeightsException {
        int rank = rank(tensors);
        Delta up = tensors.matrix(UP, layer.out(), rank);
        if (!tensors.has(MID)) {
            return new LowRank(up, tensors.matrix(DOWN, layer.withKernel(rank, layer.in())));
        }
        Delta core = tensors.matrix(MID, layer.withKernel(rank, rank));
        return new Tucker(core, up, tensors.matrix(DOWN, rank, layer.in()));
    }
}
