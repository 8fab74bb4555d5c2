// SPDX-License-Identifier: BSD-2-Clause
/**
 * The noise schedule of a model: betas, alphaBar, sigmas, timesteps, and what the network's output
 * means.
 */
package sc.fiji.diffusion.schedule;
