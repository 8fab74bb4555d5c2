// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.Closeable;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import sc.fiji.diffusion.engine.NativeWork;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The weights of a network as native arrays under their checkpoint keys. They live until {@link
 * #close()}. On the CPU, float32 weights stay in the pages of their file; others are converted
 * once, tensor by tensor, so that loading takes little more memory than the arrays. Weights of a
 * file are let go when memory is short, and read again when a network uses them.
 */
public final class Weights implements Closeable {

    /** Arrays whose names begin so form the dictionary {@code w} that networks take. */
    private static final String DICTIONARY = "w.";

    private final NDManager manager = TorchEngine.get().newManager();
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final StoredWeights stored;
    private final Residency residency;
    private NDManager owner = manager;

    /**
     * @param stored where they come from; null for weights that are in memory only
     * @param residency which of those of files are in memory
     */
    private Weights(StoredWeights stored, Residency residency) {
        this.stored = stored;
        this.residency = residency;
    }

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
     * If memory is short, they are only checked now, and read when they are used.
     *
     * @throws WeightsException as above
     */
    public static Weights load(TensorSource file, WeightLayout layout, Precision precision)
            throws WeightsException {
        return load(file, layout, precision, Residency.shared());
    }

    static Weights load(
            TensorSource file, WeightLayout layout, Precision precision, Residency residency)
            throws WeightsException {
        StoredWeights stored = new StoredWeights(file, layout, format(precision));
        return NativeWork.call(() -> loadNow(stored, residency));
    }

    private static Weights loadNow(StoredWeights stored, Residency residency)
            throws WeightsException {
        Weights weights = new Weights(stored, residency);
        try {
            if (residency.fits(weights.bytesToLoad())) weights.byName();
            return weights;
        } catch (UncheckedIOException e) {
            weights.close();
            throw (WeightsException) e.getCause();
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
        return NativeWork.call(
                () -> {
                    Weights weights = new Weights(null, Residency.shared());
                    tensors.forEach(
                            (name, t) -> weights.add(name, Network.toArray(weights.manager, t)));
                    return weights;
                });
    }

    /**
     * Takes other changes of the same file. Only the tensors that they concern, or that the ones
     * before concerned, are read again, so that without changes every weight has its stored value
     * to the bit. After an error some tensors may be new and some old.
     *
     * @param file the file that the weights were loaded from, with other {@link
     *     TensorSource#changes}
     * @throws WeightsException if a tensor cannot be read
     */
    public void adapt(TensorSource file) throws WeightsException {
        List<String> changed = stored.adapt(file);
        if (!isLoaded()) return;
        NativeWork.call(() -> readAgain(changed));
    }

    private Void readAgain(List<String> changed) throws WeightsException {
        for (String name : changed) {
            NDArray before = arrays.get(name);
            stored.read(List.of(name), owner).forEach(this::add);
            before.close();
        }
        return null;
    }

    /**
     * Runs a task during which the arrays of all these weights stay in memory, those of files too:
     * one that needs several of them at the same time.
     */
    public static <T> T keepLoaded(List<Weights> all, Supplier<T> task) {
        if (all.isEmpty()) return task.get();
        List<Weights> others = all.subList(1, all.size());
        return all.get(0).whileLoaded(arrays -> keepLoaded(others, task));
    }

    /** Runs a task on the arrays, which stay in memory meanwhile; reads them first if need be. */
    <T> T whileLoaded(Function<Collection<NDArray>, T> task) {
        return NativeWork.call(() -> whileLoadedNow(task));
    }

    private <T> T whileLoadedNow(Function<Collection<NDArray>, T> task) {
        if (stored == null) return task.apply(arrays.values());
        residency.enter(this);
        try {
            return task.apply(arrays.values());
        } finally {
            residency.leave(this);
        }
    }

    /** The number format that networks compute in with these weights. */
    Precision precision() {
        return stored == null ? Precision.FLOAT32 : stored.precision();
    }

    boolean isLoaded() {
        return stored == null || owner != manager;
    }

    /** What {@link #load()} takes. */
    long bytesToLoad() throws WeightsException {
        return stored.bytes();
    }

    void load() throws WeightsException {
        NDManager scope = manager.newSubManager();
        try {
            stored.read(stored.names(), scope).forEach(this::add);
            owner = scope;
        } catch (WeightsException | RuntimeException e) {
            arrays.clear();
            scope.close();
            throw e;
        }
    }

    void unload() {
        arrays.clear();
        owner.close();
        owner = manager;
    }

    private void add(String name, NDArray array) {
        array.setName(DICTIONARY + name);
        arrays.put(name, array);
    }

    /**
     * The native arrays by checkpoint key. Those of a file may be let go when others are read, but
     * for what runs in {@link #keepLoaded}.
     */
    public Map<String, NDArray> byName() {
        whileLoaded(Collection::size);
        return Collections.unmodifiableMap(arrays);
    }

    /** Copies every array to the heap. */
    public Map<String, Tensor> toTensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        return whileLoaded(
                all -> {
                    arrays.forEach((name, array) -> tensors.put(name, Network.toTensor(array)));
                    return tensors;
                });
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
        if (stored != null) {
            throw new IllegalStateException(
                    "weights of a file cannot be trained; copy them first with"
                            + " Weights.of(weights.toTensors())");
        }
        arrays.values().forEach(array -> array.setRequiresGradient(true));
        return this;
    }

    @Override
    public void close() {
        residency.forget(this);
        manager.close();
    }
}
