// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

/**
 * The layer of a text encoder that the denoising network looks at.
 *
 * @param fromEnd 1 for the last layer
 * @param normalised whether the norm at the end of the tower is applied
 */
record ClipLayer(int fromEnd, boolean normalised) {}
