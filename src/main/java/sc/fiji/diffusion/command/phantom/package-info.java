// SPDX-License-Identifier: BSD-2-Clause
/** The command that draws phantoms. */
package sc.fiji.diffusion.command.phantom;
