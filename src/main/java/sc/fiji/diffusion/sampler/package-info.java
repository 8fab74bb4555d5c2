// SPDX-License-Identifier: BSD-2-Clause
/**
 * Published samplers as pure functions of a denoiser, a start, noise levels and a stream of noise.
 */
package sc.fiji.diffusion.sampler;
