// SPDX-License-Identifier: BSD-2-Clause
/**
 * Training: objectives over the very networks of inference, AdamW, weights averaged over the steps,
 * checkpoints that resume, and the model that the plugin ships.
 */
package sc.fiji.diffusion.train;
