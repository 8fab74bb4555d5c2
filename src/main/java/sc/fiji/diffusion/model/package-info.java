// SPDX-License-Identifier: BSD-2-Clause
/**
 * A latent diffusion model as a whole: found in a models folder, its parts loaded and named in the
 * field's terms (text encoder, denoising network, autoencoder). How they are put to use is the
 * business of {@code pipeline}.
 */
package sc.fiji.diffusion.model;
