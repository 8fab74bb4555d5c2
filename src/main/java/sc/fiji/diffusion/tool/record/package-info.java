// SPDX-License-Identifier: BSD-2-Clause
/**
 * The record that an image carries of how it was made: reading and completing it, finding the input
 * again, which pixels were generated, and saving all of it with the image. Runs no model.
 */
package sc.fiji.diffusion.tool.record;
