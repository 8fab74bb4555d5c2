// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;
import sc.fiji.diffusion.weights.delta.StoredMatrix;

/** The tensors that an adapter has for one layer. */
final class LayerTensors {

    private static final Set<DType> NUMBERS =
            EnumSet.of(DType.F16, DType.BF16, DType.F32, DType.F64);

    private final TensorSource file;
    private final ModuleName module;
    private final Map<TensorRole, String> names = new EnumMap<>(TensorRole.class);

    LayerTensors(TensorSource file, ModuleName module) {
        this.file = file;
        this.module = module;
    }

    /**
     * Adds a tensor.
     *
     * @throws WeightsException if there is another one of this role
     */
    void add(TensorRole role, String name) throws WeightsException {
        String other = names.put(role, name);
        if (other == null) return;
        String both = "\"" + other + "\" and \"" + name + "\"";
        throw refuse("holds two adapters for one layer: " + both + "; split it into two files");
    }

    ModuleName module() {
        return module;
    }

    boolean has(TensorRole role) {
        return names.containsKey(role);
    }

    /** Whether the layer is written in PEFT's own layout without a constant to scale it. */
    boolean isScaledByPeft() {
        return !has(TensorRole.ALPHA) && module.dotted().startsWith(ModuleName.PEFT);
    }

    /**
     * The name of a tensor.
     *
     * @throws WeightsException if there is none
     */
    String name(TensorRole role) throws WeightsException {
        String name = names.get(role);
        if (name != null) return name;
        String found = String.join(", ", names.values());
        throw refuse(
                "is not complete: of the layer "
                        + module.dotted()
                        + " the tensor "
                        + role.name().toLowerCase(Locale.ROOT)
                        + " is missing, found "
                        + found);
    }

    int[] shape(TensorRole role) throws WeightsException {
        return file.shape(name(role));
    }

    /**
     * The length of a tensor in one dimension.
     *
     * @throws WeightsException if there is no such tensor, or if it has no such dimension, or none
     *     in it
     */
    int length(TensorRole role, int dimension) throws WeightsException {
        int[] shape = shape(role);
        if (dimension < shape.length && shape[dimension] > 0) return shape[dimension];
        String expected = "at least " + (dimension + 1) + " dimensions, none of them empty";
        throw wrongShape(role, expected);
    }

    /**
     * A tensor as a matrix of rows, each with all values of the further dimensions.
     *
     * @param shape that it must have, but for dimensions that are put together, or of length 1
     * @throws WeightsException if there is no such tensor, or if it has another shape or no numbers
     */
    StoredMatrix matrix(TensorRole role, int... shape) throws WeightsException {
        int[] found = shape(role);
        boolean rows = shape[0] == 1 || found.length > 0 && found[0] == shape[0];
        if (!rows || !Arrays.equals(packed(found), packed(shape)) && !isFlat(found, shape)) {
            throw wrongShape(role, "the shape " + Arrays.toString(shape));
        }
        requireNumbers(role);
        int columns = Math.toIntExact(size(shape) / shape[0]);
        return new StoredMatrix(file, name(role), shape[0], columns);
    }

    /**
     * All values of a tensor in one row.
     *
     * @throws WeightsException if it holds no numbers
     */
    StoredMatrix row(TensorRole role, int values) throws WeightsException {
        requireNumbers(role);
        return new StoredMatrix(file, name(role), 1, values);
    }

    private static boolean isFlat(int[] found, int[] shape) {
        return packed(found).length <= 2 && size(found) == size(shape);
    }

    /** Without the dimensions of length 1. */
    private static int[] packed(int[] shape) {
        return IntStream.of(shape).filter(length -> length != 1).toArray();
    }

    static long size(int[] shape) {
        long size = 1;
        for (int length : shape) size = Math.multiplyExact(size, (long) length);
        return size;
    }

    /**
     * A tensor of one number.
     *
     * @throws WeightsException if it has another size or is not finite
     */
    float number(TensorRole role) throws WeightsException {
        if (size(shape(role)) != 1) throw wrongShape(role, "one number");
        float number = file.read(name(role)).data()[0];
        if (Float.isFinite(number)) return number;
        throw refuse("is damaged: \"" + name(role) + "\" should be a number, is " + number);
    }

    private void requireNumbers(TensorRole role) throws WeightsException {
        DType found = file.dtype(name(role));
        if (NUMBERS.contains(found)) return;
        String problem = "the tensor \"" + name(role) + "\" should be of " + NUMBERS + ", is of ";
        throw refuse(problem + found + "; get the adapter in one of these formats");
    }

    WeightsException wrongShape(TensorRole role, String expected) throws WeightsException {
        return refuse(
                "does not fit: the tensor \""
                        + name(role)
                        + "\" should have "
                        + expected
                        + ", has "
                        + Arrays.toString(shape(role)));
    }

    /** The error for a file that cannot be used; the problem begins with a verb. */
    WeightsException refuse(String problem) {
        return new WeightsException(file.path(), problem);
    }
}
