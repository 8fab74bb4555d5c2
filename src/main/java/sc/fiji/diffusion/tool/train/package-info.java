// SPDX-License-Identifier: BSD-2-Clause
/**
 * Training and fine-tuning on one's own images: reads them from an open image or a folder, chooses
 * what is trained, keeps previews, and leaves a model that every command finds.
 */
package sc.fiji.diffusion.tool.train;
