// SPDX-License-Identifier: BSD-2-Clause
/**
 * Text-to-image, image-to-image and inpainting on tensors: what is drawn, in which order, and what
 * runs between.
 */
package sc.fiji.diffusion.pipeline;
