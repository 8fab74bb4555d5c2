// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * Stored tensors to native arrays of one format. The bytes of the file become an array where they
 * are, and libtorch converts them once; nothing passes through the heap. Bytes that are not aligned
 * are copied first, in the format of the file.
 */
final class TensorDecoder {

    private final DType computeFormat;

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
        if (FormatNetworks.knows(stored)) return;
        String problem = "tensor \"" + name + "\": no conversion from " + stored + " to " + format;
        throw new WeightsException(file.path(), problem + "; convert the file");
    }

    /**
     * Converts a tensor; the pages of the file are let go at once.
     *
     * @param manager owner of the result
     * @throws WeightsException if there is no such tensor, if its format has no conversion, or if a
     *     value is NaN or infinite
     */
    NDArray decode(TensorSource file, String name, NDManager manager) throws WeightsException {
        requireConversion(file, name, computeFormat);
        file.requireFinite(name);
        DType stored = file.dtype(name);
        Shape shape = Network.shape(file.shape(name));
        return file.convert(
                name,
                bytes -> {
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray values =
                                FormatNetworks.decode(
                                        aligned(scope, bytes, stored), stored, computeFormat);
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
        try (NDManager scope = manager.newSubManager()) {
            NDArray values =
                    FormatNetworks.decode(bytes(scope, bytes), computeFormat, computeFormat);
            NDArray shaped = values.reshape(shape);
            shaped.attach(manager);
            return shaped;
        }
    }

    /**
     * An array of float32 as {@link #decode} would give it; the array itself, where it is so
     * already.
     */
    NDArray encode(NDArray exact) {
        return computeFormat == DType.F32
                ? exact
                : formatted(FormatNetworks.cast(exact, computeFormat));
    }

    /** Kernels of convolutions in half precision get their channels last, like images there. */
    private boolean isKernel(int rank) {
        return rank == 4 && computeFormat != DType.F32;
    }

    private NDArray formatted(NDArray shaped) {
        boolean kernel = isKernel(shaped.getShape().dimension());
        return kernel ? FormatNetworks.channelsLast(shaped) : shaped;
    }

    private NDArray aligned(NDManager scope, ByteBuffer bytes, DType stored) {
        NDArray array = bytes(scope, bytes);
        boolean copy = stored == computeFormat || bytes.alignmentOffset(0, stored.bytes()) != 0;
        return copy ? array.duplicate() : array;
    }

    private static NDArray bytes(NDManager scope, ByteBuffer bytes) {
        return scope.create(bytes, new Shape(bytes.remaining()), DataType.UINT8);
    }
}
