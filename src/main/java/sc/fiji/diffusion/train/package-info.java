// SPDX-License-Identifier: BSD-2-Clause
/**
 * Training: objectives over the very networks of inference, AdamW, weights averaged over the steps,
 * and checkpoints that resume.
 */
package sc.fiji.diffusion.train;
