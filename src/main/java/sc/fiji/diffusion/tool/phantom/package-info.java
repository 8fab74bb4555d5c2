// SPDX-License-Identifier: BSD-2-Clause
/** Phantoms as images: pictures with captions and instance masks, in windows and in folders. */
package sc.fiji.diffusion.tool.phantom;
