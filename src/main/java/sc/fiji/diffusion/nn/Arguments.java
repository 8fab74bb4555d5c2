// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network is called with, as native values that live until {@link #close()}. DJL frees its
 * own only after a call that succeeds; those of one that fails, as for want of memory, would hold
 * inputs and weights until the process ends.
 */
final class Arguments implements AutoCloseable {

    private final List<IValue> values = new ArrayList<>();

    private Arguments() {}

    /**
     * The values of arrays: first those with no name, then a dictionary d of those named {@code
     * d.key}.
     */
    static Arguments of(NDList arrays) {
        Arguments arguments = new Arguments();
        try {
            arguments.add(arrays);
            return arguments;
        } catch (RuntimeException e) {
            arguments.close();
            throw e;
        }
    }

    private void add(NDList arrays) {
        Map<String, Map<String, PtNDArray>> dictionaries = new LinkedHashMap<>();
        for (NDArray array : arrays) {
            String name = array.getName();
            int dot = name == null ? -1 : name.indexOf('.');
            if (dot < 0) {
                values.add(IValue.from((PtNDArray) array));
            } else {
                dictionaries
                        .computeIfAbsent(name.substring(0, dot), d -> new LinkedHashMap<>())
                        .put(name.substring(dot + 1), (PtNDArray) array);
            }
        }
        for (Map<String, PtNDArray> dictionary : dictionaries.values()) {
            values.add(IValue.stringMapFrom(dictionary));
        }
    }

    IValue[] values() {
        return values.toArray(IValue[]::new);
    }

    @Override
    public void close() {
        values.forEach(IValue::close);
    }
}
