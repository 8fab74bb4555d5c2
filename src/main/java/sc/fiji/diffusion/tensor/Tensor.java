// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A dense, row-major array of float32 values on the Java heap. Images, latents and feature maps
 * have the shape {@code [N, C, H, W]}.
 *
 * <p>Every operation returns a new tensor and computes each value in double precision before
 * rounding it once. {@link #data()} is the live array: whoever writes to it must own the tensor.
 */
public final class Tensor {

    private final float[] data;
    private final int[] shape;

    private Tensor(float[] data, int[] shape) {
        this.data = data;
        this.shape = shape;
    }

    /**
     * Wraps an array without copying it.
     *
     * @throws IllegalArgumentException if the number of values is not the product of the shape, or
     *     an axis is negative
     */
    public static Tensor of(float[] data, int... shape) {
        if (data.length != count(shape)) {
            throw new IllegalArgumentException(
                    "shape "
                            + Arrays.toString(shape)
                            + " needs "
                            + count(shape)
                            + " values, got "
                            + data.length);
        }
        return new Tensor(data, shape.clone());
    }

    /** A tensor of zeros. */
    public static Tensor zeros(int... shape) {
        return of(new float[count(shape)], shape);
    }

    /** A tensor that holds one value everywhere. */
    public static Tensor full(float value, int... shape) {
        Tensor result = zeros(shape);
        Arrays.fill(result.data, value);
        return result;
    }

    /**
     * Joins tensors along their first axis.
     *
     * @throws IllegalArgumentException if there is none, or if the other axes differ
     */
    public static Tensor concat(List<Tensor> parts) {
        return concat(parts, 0);
    }

    /**
     * Joins tensors along one axis.
     *
     * @param axis counted from 0
     * @throws IllegalArgumentException if there is none, or if the other axes differ
     */
    public static Tensor concat(List<Tensor> parts, int axis) {
        Tensor result = zeros(joinedShape(parts, axis));
        int outer = count(Arrays.copyOf(result.shape, axis));
        int target = 0;
        for (int i = 0; i < outer; i++) {
            for (Tensor part : parts) {
                int run = part.data.length / outer;
                System.arraycopy(part.data, i * run, result.data, target, run);
                target += run;
            }
        }
        return result;
    }

    private static int[] joinedShape(List<Tensor> parts, int axis) {
        if (parts.isEmpty()) throw new IllegalArgumentException("no tensor to join");
        Tensor first = parts.get(0);
        int[] shape = first.shape();
        Objects.checkIndex(axis, shape.length);
        shape[axis] = 0;
        for (Tensor part : parts) {
            int length = part.rank() == shape.length ? part.shape[axis] : 0;
            int[] expected = first.shape();
            expected[axis] = length;
            if (!Arrays.equals(part.shape, expected)) {
                throw new IllegalArgumentException(
                        "cannot join " + part + " to " + first + " along axis " + axis);
            }
            shape[axis] = Math.addExact(shape[axis], length);
        }
        return shape;
    }

    /** The live values, row-major. */
    public float[] data() {
        return data;
    }

    /** A copy of the shape. */
    public int[] shape() {
        return shape.clone();
    }

    /** The length of one axis; negative axes count from the end. */
    public int dim(int axis) {
        return shape[axis < 0 ? shape.length + axis : axis];
    }

    /** The number of axes. */
    public int rank() {
        return shape.length;
    }

    /** The number of values. */
    public int size() {
        return data.length;
    }

    /** The same values under another shape; the data are shared. */
    public Tensor reshape(int... newShape) {
        return of(data, newShape);
    }

    /** Entry {@code index} of the first axis, with that axis kept at length 1. */
    public Tensor batch(int index) {
        return slice(index, index + 1);
    }

    /**
     * Entries {@code from} to {@code to}, exclusive, of the first axis.
     *
     * @throws IndexOutOfBoundsException if the axis does not have them
     */
    public Tensor slice(int from, int to) {
        Objects.checkFromToIndex(from, to, shape[0]);
        int run = count(Arrays.copyOfRange(shape, 1, shape.length));
        int[] part = shape.clone();
        part[0] = to - from;
        return new Tensor(Arrays.copyOfRange(data, from * run, to * run), part);
    }

    /**
     * Channels {@code from} to {@code to}, exclusive, of a tensor {@code [N, C, H, W]}.
     *
     * @throws IndexOutOfBoundsException if it does not have them
     */
    public Tensor channels(int from, int to) {
        Objects.checkFromToIndex(from, to, shape[1]);
        int[] part = shape.clone();
        part[1] = to - from;
        Tensor result = zeros(part);
        int plane = count(Arrays.copyOfRange(shape, 2, shape.length));
        for (int n = 0; n < shape[0]; n++) {
            int source = (n * shape[1] + from) * plane;
            System.arraycopy(data, source, result.data, n * part[1] * plane, part[1] * plane);
        }
        return result;
    }

    /** This tensor {@code times} times, at least once, along the first axis. */
    public Tensor repeat(int times) {
        return concat(Collections.nCopies(times, this));
    }

    /** Each value mapped. */
    public Tensor map(DoubleUnaryOperator f) {
        float[] out = new float[data.length];
        for (int i = 0; i < out.length; i++) out[i] = (float) f.applyAsDouble(data[i]);
        return new Tensor(out, shape);
    }

    /**
     * Values of this tensor combined with those of another.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public Tensor zip(Tensor other, DoubleBinaryOperator f) {
        requireShape(other);
        float[] out = new float[data.length];
        for (int i = 0; i < out.length; i++)
            out[i] = (float) f.applyAsDouble(data[i], other.data[i]);
        return new Tensor(out, shape);
    }

    /** {@code this + other}. */
    public Tensor plus(Tensor other) {
        return zip(other, (a, b) -> a + b);
    }

    /** {@code this - other}. */
    public Tensor minus(Tensor other) {
        return zip(other, (a, b) -> a - b);
    }

    /** {@code this * factor}. */
    public Tensor times(double factor) {
        return map(a -> a * factor);
    }

    /** {@code a * this + b * other}: the step of nearly every sampler. */
    public Tensor combine(double a, Tensor other, double b) {
        return zip(other, (x, y) -> a * x + b * y);
    }

    /** Whether no value is NaN or infinite. */
    public boolean isFinite() {
        for (float value : data) if (!Float.isFinite(value)) return false;
        return true;
    }

    /** The largest absolute difference to another tensor; NaN if any difference is. */
    public double maxAbsDifference(Tensor other) {
        requireShape(other);
        double max = 0;
        for (int i = 0; i < data.length; i++)
            max = Math.max(max, Math.abs((double) data[i] - other.data[i]));
        return max;
    }

    private void requireShape(Tensor other) {
        if (!Arrays.equals(shape, other.shape)) {
            throw new IllegalArgumentException(
                    "shapes differ: "
                            + Arrays.toString(shape)
                            + " and "
                            + Arrays.toString(other.shape));
        }
    }

    private static int count(int[] shape) {
        int n = 1;
        for (int d : shape) {
            if (d < 0)
                throw new IllegalArgumentException("negative axis: " + Arrays.toString(shape));
            n = Math.multiplyExact(n, d);
        }
        return n;
    }

    /** The shape, for messages. */
    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
