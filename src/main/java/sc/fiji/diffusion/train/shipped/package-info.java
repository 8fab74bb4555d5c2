// SPDX-License-Identifier: BSD-2-Clause
/**
 * How the model that the plugin ships is made from phantoms: autoencoder, denoiser and its
 * inpainting variant, classifier and CLIP. Start at {@link
 * sc.fiji.diffusion.train.shipped.MicroscopyTraining}.
 */
package sc.fiji.diffusion.train.shipped;
