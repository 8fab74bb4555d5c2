// SPDX-License-Identifier: BSD-2-Clause
/** The commands for whole jobs that are made of repainting; the work is in {@code tool}. */
package sc.fiji.diffusion.command.edit;
