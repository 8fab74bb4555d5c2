// SPDX-License-Identifier: BSD-2-Clause
/**
 * Diffusion models for scripts: {@code #@ DiffusionService diffusion}, whose methods take and
 * return ImgLib2 images. No dialogs, no ImagePlus; what the tasks do belongs to {@code pipeline}.
 */
package sc.fiji.diffusion.service;
