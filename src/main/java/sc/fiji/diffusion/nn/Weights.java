// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.LowRank;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The weights of a network as native arrays under their checkpoint keys. They live until {@link
 * #close()}. On the CPU, float32 weights stay in the pages of their file; others are converted
 * once, tensor by tensor, so that loading takes little more memory than the arrays.
 */
public final class Weights implements Closeable {

    /** Arrays whose names begin so form the dictionary {@code w} that networks take. */
    private static final String DICTIONARY = "w.";

    private final NDManager manager = TorchEngine.get().newManager();
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> mapped = new HashMap<>();
    private final Map<String, String> storedNames = new LinkedHashMap<>();
    private TensorSource source;
    private DType format = DType.F32;

    private Weights() {}

    /**
     * Loads the tensors of a layout from a file as float32; what else is in the file is left alone.
     *
     * @throws WeightsException naming the file and the tensor that is missing or of the wrong shape
     */
    public static Weights load(TensorSource file, WeightLayout layout) throws WeightsException {
        return load(file, layout, Precision.FLOAT32);
    }

    /**
     * Loads the tensors of a layout in a number format; networks compute in that of their weights.
     *
     * @throws WeightsException as above
     */
    public static Weights load(TensorSource file, WeightLayout layout, Precision precision)
            throws WeightsException {
        Weights weights = new Weights();
        weights.format = format(precision);
        try (TensorDecoder decoder = new TensorDecoder(weights.format)) {
            for (Map.Entry<String, int[]> e : layout.shapes().entrySet()) {
                String stored = layout.storedName(e.getKey(), file.names());
                file.requireShape(stored, e.getValue());
                weights.storedNames.put(e.getKey(), stored);
                weights.add(e.getKey(), weights.array(file, stored, decoder));
            }
            weights.source = file;
            return weights;
        } catch (WeightsException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private static DType format(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> DType.F32;
            case FLOAT16 -> DType.F16;
            case BFLOAT16 -> DType.BF16;
        };
    }

    /** Copies tensors from the heap. */
    public static Weights of(Map<String, Tensor> tensors) {
        Weights weights = new Weights();
        tensors.forEach((name, t) -> weights.add(name, Network.toArray(weights.manager, t)));
        return weights;
    }

    /**
     * Takes other additions to the same file. Only the tensors that they concern, or that the ones
     * before concerned, are read again, so that without additions every weight has its stored value
     * to the bit. After an error some tensors may be new and some old.
     *
     * @param file the file that the weights were loaded from, with other {@link
     *     TensorSource#additions}
     * @throws WeightsException if a tensor cannot be read
     */
    public void adapt(TensorSource file) throws WeightsException {
        try (TensorDecoder decoder = new TensorDecoder(format)) {
            for (Map.Entry<String, String> e : storedNames.entrySet()) {
                String stored = e.getValue();
                if (source.additions(stored).equals(file.additions(stored))) continue;
                NDArray before = arrays.get(e.getKey());
                mapped.remove(stored);
                add(e.getKey(), array(file, stored, decoder));
                before.close();
            }
        }
        source = file;
    }

    private NDArray array(TensorSource file, String name, TensorDecoder decoder)
            throws WeightsException {
        List<LowRank> additions = file.additions(name);
        if (!additions.isEmpty()) {
            return LowRankSum.of(decoder.decode(file, name, manager), additions, decoder, manager);
        }
        if (!decoder.isReady(file, name)) return decoder.decode(file, name, manager);
        // No copy on the CPU; the buffer keeps the file mapped.
        ByteBuffer bytes = file.bytes(name);
        mapped.put(name, bytes);
        return decoder.view(bytes, Network.shape(file.shape(name)), manager);
    }

    private void add(String name, NDArray array) {
        array.setName(DICTIONARY + name);
        arrays.put(name, array);
    }

    /** The native arrays by checkpoint key. */
    public Map<String, NDArray> byName() {
        return Collections.unmodifiableMap(arrays);
    }

    /** Copies every array to the heap. */
    public Map<String, Tensor> toTensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, Network.toTensor(array)));
        return tensors;
    }

    Collection<NDArray> arrays() {
        return arrays.values();
    }

    /** A manager for arrays of one call, on the device of the weights; the caller closes it. */
    public NDManager newScope() {
        return manager.newSubManager();
    }

    /**
     * Makes the arrays collect gradients.
     *
     * @throws IllegalStateException if they are a file's: mapped ones cannot be written, and a
     *     failed attempt would end the process
     */
    public Weights trainable() {
        if (source != null) {
            throw new IllegalStateException(
                    "weights of a file cannot be trained; copy them first with"
                            + " Weights.of(weights.toTensors())");
        }
        arrays.values().forEach(array -> array.setRequiresGradient(true));
        return this;
    }

    @Override
    public void close() {
        manager.close();
    }
}
