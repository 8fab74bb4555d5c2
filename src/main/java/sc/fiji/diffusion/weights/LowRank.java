// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

/**
 * A change of one tensor by the product of two small ones (Hu et al. 2021, eq. 3): {@code W + scale
 * * up * down}, where W is seen as a matrix {@code [out, rest]}.
 *
 * @param file the file of both
 * @param up the name of a tensor {@code [out, rank]}
 * @param down the name of a tensor {@code [rank, rest]}
 * @param rank the rank
 * @param scale what the product is multiplied by
 */
public record LowRank(TensorSource file, String up, String down, int rank, double scale) {}
