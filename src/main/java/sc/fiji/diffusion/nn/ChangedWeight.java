// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** A weight with what adapters do to it. */
final class ChangedWeight {

    private static final TensorDecoder EXACT = new TensorDecoder(DType.F32);

    private ChangedWeight() {}

    /**
     * Computes it in float32, and rounds it once.
     *
     * @param file where it is stored, with its changes
     * @param decoder gives it the format of the others
     * @param manager owner of the result
     */
    static NDArray of(TensorSource file, String name, TensorDecoder decoder, NDManager manager)
            throws WeightsException {
        try (NDManager scope = manager.newSubManager()) {
            NDArray stored = stored(file, name, scope);
            NDArray current = matrix(stored);
            for (TensorChange change : file.changes(name)) {
                current = changed(change, stored, current);
            }
            NDArray changed = decoder.encode(current.reshape(stored.getShape()));
            changed.attach(manager);
            return changed;
        }
    }

    /** What a change computes on its way is let go before the next one. */
    private static NDArray changed(TensorChange change, NDArray stored, NDArray current)
            throws WeightsException {
        NDManager owner = stored.getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDArray matrix = matrix(stored);
            matrix.attach(scope);
            current.attach(scope);
            NDArray changed = change.apply(matrix, current, new NativeMath(scope));
            changed.attach(owner);
            return changed;
        }
    }

    private static NDArray matrix(NDArray tensor) {
        long rows = tensor.getShape().get(0);
        return tensor.reshape(rows, tensor.getShape().size() / rows);
    }

    /** The file, which keeps itself mapped, outlives the array. */
    private static NDArray stored(TensorSource file, String name, NDManager scope)
            throws WeightsException {
        file.requireFinite(name);
        return EXACT.isReady(file, name)
                ? EXACT.view(file.bytes(name), Network.shape(file.shape(name)), scope)
                : EXACT.decode(file, name, scope);
    }
}
