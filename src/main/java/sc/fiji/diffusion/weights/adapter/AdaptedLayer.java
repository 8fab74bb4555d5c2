// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.Map;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.delta.Addition;
import sc.fiji.diffusion.weights.delta.Delta;
import sc.fiji.diffusion.weights.delta.LycorisDecomposition;
import sc.fiji.diffusion.weights.delta.PeftDecomposition;
import sc.fiji.diffusion.weights.delta.StoredMatrix;

/**
 * What an adapter does to one layer.
 *
 * @param tensors of the layer in the adapter
 * @param settings of the adapter
 * @param component the part of the model
 * @param weight how strongly the adapter works; 1 as trained
 */
record AdaptedLayer(
        LayerTensors tensors, AdapterSettings settings, String component, double weight) {

    private static final String WEIGHT = ".weight";

    /**
     * Adds the changes of the layer's weight and bias.
     *
     * @param name of the weight
     * @param part the tensors of the model's part
     * @throws WeightsException if the tensors do not fit
     */
    void addTo(Map<String, TensorChange> changes, String name, TensorSource part)
            throws WeightsException {
        DeltaKind kind = kind();
        int[] shape = part.shape(name);
        if (shape.length < 2) throw tensors.refuse("changes \"" + name + "\", which is no matrix");
        LayerShape layer = LayerShape.of(shape);
        changes.put(name, change(kind, kind.delta(tensors, layer), layer));
        if (!tensors.has(TensorRole.BIAS)) return;
        String bias = name.substring(0, name.length() - WEIGHT.length()) + ".bias";
        if (!part.names().contains(bias)) {
            String added = tensors.name(TensorRole.BIAS);
            throw tensors.refuse(
                    "adds \"" + added + "\" to a bias, which the layer of the model does not have");
        }
        StoredMatrix added = tensors.matrix(TensorRole.BIAS, layer.out());
        changes.put(bias, new Addition(added, scale(kind) * weight));
    }

    private DeltaKind kind() throws WeightsException {
        DeltaKind found = null;
        for (DeltaKind kind : DeltaKind.ALL) {
            if (!kind.isOf(tensors)) continue;
            if (found != null) throw damaged("has tensors of two methods");
            found = kind;
        }
        if (found == null) throw damaged("has no factors");
        return found;
    }

    private WeightsException damaged(String problem) {
        return tensors.refuse(
                "is not complete: the layer " + tensors.module().dotted() + " " + problem);
    }

    private TensorChange change(DeltaKind kind, Delta delta, LayerShape layer)
            throws WeightsException {
        double scale = scale(kind);
        if (tensors.has(TensorRole.MAGNITUDE)) {
            StoredMatrix norms = norms(TensorRole.MAGNITUDE, layer.out());
            return new PeftDecomposition(delta, scale * weight, norms);
        }
        if (tensors.has(TensorRole.DORA_SCALE)) {
            boolean ofOutputs = isOfOutputs(layer);
            StoredMatrix norms = norms(TensorRole.DORA_SCALE, ofOutputs ? layer.out() : layer.in());
            return new LycorisDecomposition(delta, scale, norms, ofOutputs, weight);
        }
        return new Addition(delta, scale * weight);
    }

    private StoredMatrix norms(TensorRole role, int slices) throws WeightsException {
        int[] shape = tensors.shape(role);
        if (LayerTensors.size(shape) == slices) return tensors.row(role, slices);
        throw tensors.wrongShape(role, slices + " values");
    }

    /** LyCORIS writes {@code [out, 1, ...]}, or in files of older versions {@code [1, in, ...]}. */
    private boolean isOfOutputs(LayerShape layer) throws WeightsException {
        int[] shape = tensors.shape(TensorRole.DORA_SCALE);
        return shape.length > 0
                && shape[0] == layer.out()
                && LayerTensors.size(shape) == layer.out();
    }

    private double scale(DeltaKind kind) throws WeightsException {
        int rank = kind.rank(tensors);
        if (!tensors.has(TensorRole.ALPHA)) {
            return settings.scale(component, tensors.module(), kind.alphaKey(), rank);
        }
        double alpha = tensors.number(TensorRole.ALPHA);
        return alpha == 0 || rank == 0 ? 1 : alpha / rank;
    }
}
