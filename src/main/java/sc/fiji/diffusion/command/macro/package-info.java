// SPDX-License-Identifier: BSD-2-Clause
/** A command and its values as a line of a macro: read, written, and recorded. */
package sc.fiji.diffusion.command.macro;
