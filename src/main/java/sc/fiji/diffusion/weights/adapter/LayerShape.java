// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.Arrays;

/**
 * The size of a layer's weight.
 *
 * @param out outputs
 * @param in inputs
 * @param kernel the further dimensions of a convolution; none for a linear layer
 */
record LayerShape(int out, int in, int... kernel) {

    /**
     * @param weight the shape of a weight {@code [out, in, ...]}
     */
    static LayerShape of(int[] weight) {
        return new LayerShape(weight[0], weight[1], Arrays.copyOfRange(weight, 2, weight.length));
    }

    /** Values of the kernel; 1 for a linear layer. */
    int area() {
        return Math.toIntExact(LayerTensors.size(kernel));
    }

    /** The shape {@code [rows, columns, ...]} with the kernel. */
    int[] withKernel(int rows, int columns) {
        int[] shape = new int[2 + kernel.length];
        shape[0] = rows;
        shape[1] = columns;
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        return shape;
    }

    @Override
    public String toString() {
        return Arrays.toString(withKernel(out, in));
    }
}
