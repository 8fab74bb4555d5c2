// SPDX-License-Identifier: BSD-2-Clause
/**
 * What can be trained on one's own images: a denoiser of pixels, a denoiser of latents with or
 * without text, an autoencoder, an adapter of a model. Each is a {@code TrainingTask} and knows the
 * files of the model that it makes, in the layout of diffusers.
 */
package sc.fiji.diffusion.train.recipe;
