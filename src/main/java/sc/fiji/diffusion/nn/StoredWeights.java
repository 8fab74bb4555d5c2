// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** The weights of a network in a file, checked, and how they become native arrays. */
final class StoredWeights {

    private final Map<String, String> storedNames = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> mapped = new HashMap<>();
    private final DType format;
    private TensorSource file;

    /**
     * Checks that a file has all tensors of a layout, without touching their values.
     *
     * @param format that the arrays will have: F32, F16 or BF16
     * @throws WeightsException naming the file and the tensor that is missing, of the wrong shape,
     *     or of a format without conversion
     */
    StoredWeights(TensorSource file, WeightLayout layout, DType format) throws WeightsException {
        this.file = file;
        this.format = format;
        for (Map.Entry<String, int[]> e : layout.shapes().entrySet()) {
            String stored = layout.storedName(e.getKey(), file.names());
            file.requireShape(stored, e.getValue());
            TensorDecoder.requireConversion(file, stored, format);
            storedNames.put(e.getKey(), stored);
        }
    }

    /** The number format of the arrays. */
    Precision precision() {
        return switch (format) {
            case F16 -> Precision.FLOAT16;
            case BF16 -> Precision.BFLOAT16;
            default -> Precision.FLOAT32;
        };
    }

    /** The names in the layout. */
    Set<String> names() {
        return storedNames.keySet();
    }

    /** What the arrays take, but for those that stay in the pages of the file. */
    long bytes() throws WeightsException {
        long bytes = 0;
        TensorDecoder decoder = new TensorDecoder(format);
        for (String stored : storedNames.values()) {
            boolean inFile = file.changes(stored).isEmpty() && decoder.isReady(file, stored);
            if (!inFile) bytes += format.bytes() * size(file.shape(stored));
        }
        return bytes;
    }

    private static long size(int[] shape) {
        long size = 1;
        for (int length : shape) size *= length;
        return size;
    }

    /**
     * Reads some of the tensors.
     *
     * @param names in the layout
     * @param manager owner of the arrays
     */
    Map<String, NDArray> read(Iterable<String> names, NDManager manager) throws WeightsException {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        TensorDecoder decoder = new TensorDecoder(format);
        for (String name : names) {
            arrays.put(name, array(storedNames.get(name), decoder, manager));
        }
        return arrays;
    }

    private NDArray array(String name, TensorDecoder decoder, NDManager manager)
            throws WeightsException {
        mapped.remove(name);
        List<TensorChange> changes = file.changes(name);
        if (!changes.isEmpty()) return ChangedWeight.of(file, name, decoder, manager);
        if (!decoder.isReady(file, name)) return decoder.decode(file, name, manager);
        file.requireFinite(name);
        // No copy on the CPU; the buffer keeps the file mapped.
        ByteBuffer bytes = file.bytes(name);
        mapped.put(name, bytes);
        return decoder.view(bytes, Network.shape(file.shape(name)), manager);
    }

    /**
     * Takes other changes of the same file.
     *
     * @return the names of the tensors that they concern, or that the ones before concerned
     */
    List<String> adapt(TensorSource other) {
        List<String> changed = new ArrayList<>();
        storedNames.forEach(
                (name, stored) -> {
                    boolean same = file.changes(stored).equals(other.changes(stored));
                    if (!same) changed.add(name);
                });
        file = other;
        return changed;
    }
}
