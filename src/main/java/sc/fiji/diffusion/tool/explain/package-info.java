// SPDX-License-Identifier: BSD-2-Clause
/**
 * Tools that show how diffusion models, autoencoders and CLIP work, on an image: processes,
 * encodings, likelihoods, labels, comparisons, and a diffusion model from scratch. What they
 * compute with is in {@code score}, {@code model} and {@code train}.
 */
package sc.fiji.diffusion.tool.explain;
