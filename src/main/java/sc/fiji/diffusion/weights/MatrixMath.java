// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

/**
 * Arithmetic on matrices of float32, wherever they are held. No operation changes its operands.
 *
 * @param <M> a matrix
 */
public interface MatrixMath<M> {

    /**
     * Reads a tensor, its values row by row.
     *
     * @throws WeightsException if it cannot be read
     */
    M read(TensorSource file, String name, int rows, int columns) throws WeightsException;

    /** {@code a^T}. */
    M transposed(M a);

    /** {@code factor * a}. */
    M scaled(M a, double factor);

    /** {@code a + b}. */
    M sum(M a, M b);

    /** The product of matrices {@code [n, r]} and {@code [r, m]}. */
    M product(M a, M b);

    /** Value by value, the product of two matrices of one size. */
    M hadamard(M a, M b);

    /** The Kronecker product {@code [ac, bd]} of {@code [a, b]} and {@code [c, d]}. */
    M kronecker(M a, M b);

    /**
     * A Tucker decomposition in two modes: {@code w[p, q, k] = sum over i, j of up[p, i] core[i, j,
     * k] down[j, q]}.
     *
     * @param core {@code [r, s * K]}
     * @param up {@code [n, r]}
     * @param down {@code [s, m]}
     * @return {@code [n, m * K]}
     */
    M tucker(M core, M up, M down);

    /**
     * Multiplies each slice of a matrix by what draws the norm of the same slice v of another one
     * towards a given norm: {@code 1 + share * (norm / (|v| + epsilon) - 1)}. Zeros stay zeros.
     *
     * @param a {@code [n, m * K]}, which is seen as {@code [n, m, K]}
     * @param slices the other one, of the same size; may be the same
     * @param norms as many as there are slices, in one row or column: n, where each row is a slice,
     *     else m
     * @param ofRows whether each row is a slice; otherwise all values of the same m are
     */
    M renormed(M a, M slices, M norms, boolean ofRows, double share, double epsilon);
}
