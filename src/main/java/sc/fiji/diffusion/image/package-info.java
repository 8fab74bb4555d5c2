// SPDX-License-Identifier: BSD-2-Clause
/**
 * Between ImageJ's images and tensors: pixel types and display ranges, selections and masks, the
 * crop that a model sees, and the way back into the image. Pixels are reached through ImgLib2.
 *
 * <p>What a model makes of a tensor, and what the user asked for, belong to {@code pipeline} and
 * {@code tool}.
 */
package sc.fiji.diffusion.image;
