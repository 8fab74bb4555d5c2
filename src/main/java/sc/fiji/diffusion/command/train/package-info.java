// SPDX-License-Identifier: BSD-2-Clause
/** The commands that train, and the windows in which one sees a model learn. */
package sc.fiji.diffusion.command.train;
