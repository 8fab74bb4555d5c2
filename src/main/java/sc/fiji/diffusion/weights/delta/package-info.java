// SPDX-License-Identifier: BSD-2-Clause
/**
 * What adapters change in a weight, as expressions of the small matrices that they store: products
 * of matrices, of Hadamard, Kronecker and Tucker, and how the weight takes them. Nothing is
 * computed here, and nothing read.
 */
package sc.fiji.diffusion.weights.delta;
