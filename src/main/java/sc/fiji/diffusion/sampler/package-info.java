// SPDX-License-Identifier: BSD-2-Clause
/**
 * Published samplers as pure functions of a denoiser, a start, a plan of noise levels and a stream
 * of noise; {@link sc.fiji.diffusion.sampler.Samplers} lists them. All of them work on the
 * variance-exploding scale {@code x = x0 + sigma * eps}. Networks, guidance and the model's noise
 * schedule belong to other packages.
 */
package sc.fiji.diffusion.sampler;
