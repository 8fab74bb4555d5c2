// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import sc.fiji.diffusion.engine.NativeWork;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * A network without weights: a function of its inputs and a dictionary of weights, loaded from
 * TorchScript source. The same object serves inference and training. Not thread-safe.
 *
 * <pre>{@code
 * try (Network decoder = Network.load(config.decoder())) {
 *     Tensor image = decoder.run(weights, latents).get(0);
 * }
 * }</pre>
 */
public final class Network implements Closeable {

    private final Model model;
    private final String name;

    private Network(Model model, String name) {
        this.model = model;
        this.name = name;
    }

    /**
     * Compiles a network.
     *
     * @throws IllegalStateException if TorchScript refuses the source, with its reason
     */
    public static Network load(NetworkSource source) {
        return NativeWork.call(() -> compile(source));
    }

    private static Network compile(NetworkSource source) {
        Model model = Model.newInstance(source.name(), TorchEngine.get().device(), "PyTorch");
        try {
            model.load(new ByteArrayInputStream(TorchArchive.pack(source.text())));
            // DJL makes an empty folder for each model and leaves it there until the process ends.
            model.getModelPath().toFile().delete();
            return new Network(model, source.name());
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new IllegalStateException(
                    "network " + source.name() + " does not compile: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the network without gradients and copies its results to the heap.
     *
     * @throws NotFiniteException if a result holds NaN or infinity
     */
    public List<Tensor> run(Weights weights, Tensor... inputs) {
        return NativeWork.call(() -> runNow(weights, inputs));
    }

    private List<Tensor> runNow(Weights weights, Tensor... inputs) {
        try (NDManager scope = weights.newScope()) {
            NDArray[] arrays = new NDArray[inputs.length];
            for (int i = 0; i < inputs.length; i++) arrays[i] = toArray(scope, inputs[i]);
            List<Tensor> results =
                    call(weights, false, arrays).stream().map(Network::toTensor).toList();
            FiniteResults.require(name, weights.precision(), inputs, results);
            return results;
        }
    }

    /**
     * Runs the network on native arrays.
     *
     * @param training whether gradients are recorded where a collector is open
     * @param inputs positional inputs; the results belong to the manager of the first
     */
    public NDList call(Weights weights, boolean training, NDArray... inputs) {
        return weights.whileLoaded(
                arrays -> {
                    NDList list = new NDList(inputs);
                    list.addAll(arrays);
                    return call(training, list);
                });
    }

    /**
     * Runs the network on arrays of which those named {@code d.key} form the dictionary d; the
     * others come before them.
     */
    public NDList call(boolean training, NDList inputs) {
        return NativeWork.call(() -> training ? recorded(inputs) : inferred(inputs));
    }

    /** Only DJL's own way records gradients. */
    private NDList recorded(NDList inputs) {
        ParameterStore unused = new ParameterStore(inputs.get(0).getManager(), false);
        return model.getBlock().forward(unused, inputs, true);
    }

    private NDList inferred(NDList inputs) {
        // A setting of each thread, which DJL applies only where it makes the arguments itself.
        JniUtils.setGraphExecutorOptimize(Boolean.getBoolean(TorchEngine.GRAPH_OPTIMIZER));
        PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
        PtNDManager owner = (PtNDManager) inputs.get(0).getManager();
        try (Arguments arguments = Arguments.of(inputs);
                IValue result = block.forward(arguments.values())) {
            return result.toNDList(owner);
        }
    }

    /**
     * Runs the network and pulls a vector back through it: the reverse mode of differentiation.
     *
     * @param vector of the shape of the first result
     * @param inputs positional inputs; the derivative is that by the first
     * @throws NotFiniteException if the result or the derivative holds NaN or infinity
     */
    public Pullback pullBack(Weights weights, Tensor vector, Tensor... inputs) {
        return NativeWork.call(() -> pullBackNow(weights, vector, inputs));
    }

    private Pullback pullBackNow(Weights weights, Tensor vector, Tensor... inputs) {
        try (NDManager scope = weights.newScope()) {
            NDArray[] arrays = new NDArray[inputs.length];
            for (int i = 0; i < inputs.length; i++) arrays[i] = toArray(scope, inputs[i]);
            arrays[0].setRequiresGradient(true);
            NDArray result;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                result = call(weights, true, arrays).get(0);
                collector.backward(result.mul(toArray(scope, vector)).sum());
            }
            NDArray product = arrays[0].getGradient();
            product.attach(scope);
            Pullback pulled = new Pullback(toTensor(result), toTensor(product));
            List<Tensor> results = List.of(pulled.result(), pulled.product());
            FiniteResults.require(name, weights.precision(), inputs, results);
            return pulled;
        }
    }

    /**
     * What {@link #pullBack} gives.
     *
     * @param result the network's first result
     * @param product {@code vector^T dresult/dinput}, of the input's shape
     */
    public record Pullback(Tensor result, Tensor product) {}

    /**
     * Copies a tensor to the manager's device, into memory that libtorch allocates: the matrix
     * products of MKL round by the alignment of their operands, and Java's buffers begin anywhere.
     */
    public static NDArray toArray(NDManager manager, Tensor tensor) {
        try (NDArray buffer = manager.create(tensor.data(), shape(tensor.shape()))) {
            return buffer.duplicate();
        }
    }

    /** Copies a float32 array to the heap. */
    public static Tensor toTensor(NDArray array) {
        int[] shape =
                LongStream.of(array.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
        return Tensor.of(array.toFloatArray(), shape);
    }

    static Shape shape(int... dims) {
        return new Shape(Arrays.stream(dims).asLongStream().toArray());
    }

    @Override
    public void close() {
        model.close();
    }
}
