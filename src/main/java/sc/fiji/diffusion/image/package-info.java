// SPDX-License-Identifier: BSD-2-Clause
/**
 * Between ImageJ's images and tensors: pixel types and value ranges, windows of an image, copies
 * and results. Pixels are reached through ImgLib2. What a selection is to a model lies in {@code
 * region}.
 *
 * <p>What a model makes of a tensor, and what the user asked for, belong to {@code pipeline} and
 * {@code tool}.
 */
package sc.fiji.diffusion.image;
