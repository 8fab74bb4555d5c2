// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Tensors by name, wherever they are stored: one safetensors file, several that make one part of a
 * model together, or a part of a larger file under names of its own.
 */
public interface TensorSource {

    /** The file that messages name. */
    Path path();

    /** All files that hold the tensors. */
    default List<Path> files() {
        return List.of(path());
    }

    /** The names of the tensors. */
    Set<String> names();

    /**
     * The number format of a tensor.
     *
     * @throws WeightsException if there is no such tensor
     */
    DType dtype(String name) throws WeightsException;

    /**
     * The shape of a tensor; empty for a scalar.
     *
     * @throws WeightsException if there is no such tensor
     */
    int[] shape(String name) throws WeightsException;

    /**
     * The bytes of a tensor as a view of the file: direct, read-only, little-endian. They start at
     * a multiple of the format's size only if the file's writer saw to it.
     *
     * @throws WeightsException if there is no such tensor, or if it has more than 2^31 - 1 bytes
     */
    ByteBuffer bytes(String name) throws WeightsException;

    /**
     * Hands the bytes of a tensor to a conversion, as {@link #bytes} gives them, and lets go of
     * their memory when it returns: the buffer must not be used afterwards. Loading a file larger
     * than the memory so takes no more of it than the largest tensor.
     *
     * @throws WeightsException if there is no such tensor, if it has more than 2^31 - 1 bytes, or
     *     if the file has changed
     */
    default <T> T convert(String name, Function<ByteBuffer, T> conversion) throws WeightsException {
        return conversion.apply(bytes(name));
    }

    /**
     * What adapters do to the stored values of a tensor; nothing for most sources. Neither the
     * bytes nor {@link #read(String)} have it in them: it is added where the tensor is loaded.
     */
    default List<TensorChange> changes(String name) {
        return List.of();
    }

    /**
     * Requires that no value of a tensor is NaN or infinite, be it as float32.
     *
     * @throws WeightsException naming the tensor and the value, if one is; as {@link #convert}
     */
    default void requireFinite(String name) throws WeightsException {
        DType dtype = dtype(name);
        int index = convert(name, bytes -> FiniteValues.firstOther(dtype, bytes));
        if (index < 0) return;
        float value =
                convert(name, b -> FloatCodec.decode(dtype, FiniteValues.one(dtype, b, index)))[0];
        throw new WeightsException(
                path(),
                String.format(
                        Locale.ROOT,
                        "tensor \"%s\": value %d is %s, so every result would be wrong; the file is damaged, or its training diverged: get it again",
                        name,
                        index,
                        value));
    }

    /**
     * Reads a tensor, converted to float32. Values of F64, I64 and I32 are rounded to the nearest
     * float32.
     *
     * @throws WeightsException if there is no such tensor, if it is too large, if a value is NaN or
     *     infinite, or if its format has no conversion (unsigned integers of more than a byte,
     *     8-bit floats)
     */
    default Tensor read(String name) throws WeightsException {
        requireFinite(name);
        try {
            return Tensor.of(FloatCodec.decode(dtype(name), bytes(name)), shape(name));
        } catch (IllegalArgumentException e) {
            String problem = "tensor \"" + name + "\": " + e.getMessage();
            throw new WeightsException(path(), problem + " to float32; convert the file", e);
        }
    }

    /**
     * Reads a tensor that must have a certain shape, converted to float32.
     *
     * @throws WeightsException as {@link #read(String)}, or if the shape is another one
     */
    default Tensor read(String name, int... expectedShape) throws WeightsException {
        requireShape(name, expectedShape);
        return read(name);
    }

    /**
     * Checks the shape of a tensor without touching its values.
     *
     * @throws WeightsException if there is no such tensor, or if its shape is another one
     */
    default void requireShape(String name, int... expectedShape) throws WeightsException {
        int[] shape = shape(name);
        if (!Arrays.equals(shape, expectedShape)) {
            String problem = "tensor \"" + name + "\": expected shape ";
            problem += Arrays.toString(expectedShape) + ", found " + Arrays.toString(shape);
            throw new WeightsException(path(), problem + "; use the weights that fit the config");
        }
    }

    /** The error for a name that this source does not have; it lists similar ones. */
    default WeightsException missing(String name) {
        List<String> near = NearNames.of(name, names());
        String found = near.isEmpty() ? "found " + names().size() + " others" : "near it: " + near;
        return new WeightsException(path(), "no tensor \"" + name + "\"; " + found);
    }
}
