// SPDX-License-Identifier: BSD-2-Clause
/**
 * Seeded Gaussian noise, equal to the stream of torch's CPU generator so that a seed means what it
 * means elsewhere. How much of it is added to an image is for the schedule and sampler packages.
 */
package sc.fiji.diffusion.noise;
