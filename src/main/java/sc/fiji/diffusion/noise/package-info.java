// SPDX-License-Identifier: BSD-2-Clause
/**
 * Seeded Gaussian noise, equal to the stream of torch's CPU generator so that a seed means what it
 * means elsewhere.
 */
package sc.fiji.diffusion.noise;
