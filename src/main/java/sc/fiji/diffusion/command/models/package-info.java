// SPDX-License-Identifier: BSD-2-Clause
/** The command {@code Models...} and its window. */
package sc.fiji.diffusion.command.models;
