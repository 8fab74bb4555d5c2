// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.util.List;

/**
 * Where and how a safetensors file holds one tensor.
 *
 * @param dtype the format of its values
 * @param shape the length of each axis; empty for a scalar
 * @param begin its first byte, counted from the end of the header
 * @param end the byte behind its last one
 */
record TensorInfo(DType dtype, List<Integer> shape, long begin, long end) {

    /** Copies the shape. */
    TensorInfo {
        shape = List.copyOf(shape);
    }

    /** The bytes that the file holds. */
    long length() {
        return end - begin;
    }

    /**
     * The bytes that shape and format need.
     *
     * @throws ArithmeticException beyond 2^63 - 1
     */
    long neededBytes() {
        long n = 1;
        for (int d : shape) n = Math.multiplyExact(n, (long) d);
        return Math.multiplyExact(n, (long) dtype.bytes());
    }

    int[] shapeArray() {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }
}
