// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * Stored tensors to native arrays of one format. The bytes of the file become an array where they
 * are, and libtorch converts them once; nothing passes through the heap. Bytes that are not aligned
 * are copied first, in the format of the file.
 */
final class TensorDecoder implements Closeable {

    /** The numbers that TorchScript gives to the formats. */
    private static final Map<DType, Integer> TORCH_FORMATS =
            Map.of(
                    DType.U8, 0,
                    DType.I8, 1,
                    DType.I16, 2,
                    DType.I32, 3,
                    DType.I64, 4,
                    DType.F16, 5,
                    DType.F32, 6,
                    DType.F64, 7,
                    DType.BF16, 15);

    private final DType computeFormat;
    private final Map<DType, Network> networks = new EnumMap<>(DType.class);
    private Network channelsLast;

    /**
     * @param computeFormat what all arrays are to have: F32, F16 or BF16
     */
    TensorDecoder(DType computeFormat) {
        this.computeFormat = computeFormat;
    }

    /** Whether a tensor can be used where it is in the file, without a conversion. */
    boolean isReady(TensorSource file, String name) throws WeightsException {
        return file.dtype(name) == computeFormat
                && !isKernel(file.shape(name).length)
                && file.bytes(name).alignmentOffset(0, computeFormat.bytes()) == 0;
    }

    /**
     * Checks that a tensor can be converted.
     *
     * @throws WeightsException if there is no such tensor, or if its format has no conversion
     */
    static void requireConversion(TensorSource file, String name, DType format)
            throws WeightsException {
        DType stored = file.dtype(name);
        if (TORCH_FORMATS.containsKey(stored)) return;
        String problem = "tensor \"" + name + "\": no conversion from " + stored + " to " + format;
        throw new WeightsException(file.path(), problem + "; convert the file");
    }

    /**
     * Converts a tensor; the pages of the file are let go at once.
     *
     * @param manager owner of the result
     * @throws WeightsException if there is no such tensor, or if its format has no conversion
     */
    NDArray decode(TensorSource file, String name, NDManager manager) throws WeightsException {
        requireConversion(file, name, computeFormat);
        DType stored = file.dtype(name);
        Shape shape = Network.shape(file.shape(name));
        Network network = networks.computeIfAbsent(stored, this::network);
        return file.convert(
                name,
                bytes -> {
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray values = convert(network, aligned(scope, bytes, stored));
                        NDArray shaped = formatted(values.reshape(shape));
                        shaped.attach(manager);
                        return shaped;
                    }
                });
    }

    /**
     * A tensor that {@link #isReady} as an array on its bytes. Nothing but the buffer that is given
     * keeps the file mapped, so it has to live as long as the array.
     */
    NDArray view(ByteBuffer bytes, Shape shape, NDManager manager) {
        if (computeFormat == DType.F32) return manager.create(bytes, shape, DataType.FLOAT32);
        if (computeFormat == DType.F16) return manager.create(bytes, shape, DataType.FLOAT16);
        Network network = networks.computeIfAbsent(computeFormat, this::network);
        try (NDManager scope = manager.newSubManager()) {
            NDArray shaped = convert(network, bytes(scope, bytes)).reshape(shape);
            shaped.attach(manager);
            return shaped;
        }
    }

    /** Kernels of convolutions in half precision get their channels last, like images there. */
    private boolean isKernel(int rank) {
        return rank == 4 && computeFormat != DType.F32;
    }

    private NDArray formatted(NDArray shaped) {
        if (!isKernel(shaped.getShape().dimension())) return shaped;
        if (channelsLast == null) {
            channelsLast = Network.load(new NetworkSource("kernels.py").entry("channels_last"));
        }
        return convert(channelsLast, shaped);
    }

    private NDArray aligned(NDManager scope, ByteBuffer bytes, DType stored) {
        NDArray array = bytes(scope, bytes);
        boolean copy = stored == computeFormat || bytes.alignmentOffset(0, stored.bytes()) != 0;
        return copy ? array.duplicate() : array;
    }

    private static NDArray bytes(NDManager scope, ByteBuffer bytes) {
        return scope.create(bytes, new Shape(bytes.remaining()), DataType.UINT8);
    }

    /** As in training, since what inference mode makes cannot take part in a differentiation. */
    private static NDArray convert(Network network, NDArray input) {
        return network.call(true, new NDList(input)).singletonOrThrow();
    }

    private Network network(DType stored) {
        return Network.load(
                new NetworkSource("weights.py")
                        .with("stored_format", TORCH_FORMATS.get(stored))
                        .with("value_bytes", stored.bytes())
                        .with("compute_format", TORCH_FORMATS.get(computeFormat))
                        .entry("decode"));
    }

    @Override
    public void close() {
        networks.values().forEach(Network::close);
        if (channelsLast != null) channelsLast.close();
    }
}
