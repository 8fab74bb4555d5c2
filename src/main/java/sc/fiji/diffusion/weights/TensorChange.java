// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

/** What an adapter does to a stored tensor; it is computed where the tensor is loaded. */
public interface TensorChange {

    /**
     * Changes a tensor.
     *
     * @param stored the tensor as the file has it, as a matrix {@code [out, rest]}: a row for each
     *     output, and all that it sums over in a row
     * @param current the same with the changes before this one
     * @param math how matrices are computed with
     * @return the tensor with this change, too
     * @throws WeightsException if a tensor of the adapter cannot be read
     */
    <M> M apply(M stored, M current, MatrixMath<M> math) throws WeightsException;
}
