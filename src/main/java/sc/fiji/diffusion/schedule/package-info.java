// SPDX-License-Identifier: BSD-2-Clause
/**
 * The noise schedule that a model was trained with: betas, alphaBar, sigmas, timesteps and their
 * spacing, what the network's output means, and the scheduler_config.json that says all this.
 * Methods that walk along the schedule belong to the sampler package.
 */
package sc.fiji.diffusion.schedule;
