// SPDX-License-Identifier: BSD-2-Clause
/**
 * How good a model is, in numbers: distances between sets of images, whether images show what their
 * prompts said, whether they repeat training images.
 */
package sc.fiji.diffusion.evaluate;
