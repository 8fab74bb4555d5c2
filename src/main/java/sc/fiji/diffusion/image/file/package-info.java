// SPDX-License-Identifier: BSD-2-Clause
/**
 * Files of images and selections, which may be damaged: what ImageJ's decoders would ask memory or
 * time for is compared with the file before they see it. Which files of a folder belong together is
 * told by their names.
 */
package sc.fiji.diffusion.image.file;
