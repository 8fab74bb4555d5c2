// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.List;
import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.delta.Delta;

/** A way to write the change of a weight with few numbers. */
interface DeltaKind {

    /** All that can be read. */
    List<DeltaKind> ALL = List.of(new LowRankKind(), new HadamardKind(), new KroneckerKind());

    /** Whether a layer has tensors of this kind, be they all or not. */
    boolean isOf(LayerTensors tensors);

    /** What PEFT calls the constant that it scales this kind by. */
    String alphaKey();

    /**
     * The rank that the constant is divided by; 0 if the tensors have none.
     *
     * @throws WeightsException if a tensor is missing
     */
    int rank(LayerTensors tensors) throws WeightsException;

    /**
     * The change, before it is scaled.
     *
     * @throws WeightsException if a tensor is missing or does not fit the layer
     */
    Delta delta(LayerTensors tensors, LayerShape layer) throws WeightsException;
}
