// SPDX-License-Identifier: BSD-2-Clause
/**
 * Whole jobs on an image that are made of repainting and something before it: removing what is
 * selected, and extending the canvas.
 */
package sc.fiji.diffusion.tool.edit;
