// SPDX-License-Identifier: BSD-2-Clause
/** The commands that work with the record of how an image was made; the work is in {@code tool}. */
package sc.fiji.diffusion.command.record;
