// SPDX-License-Identifier: BSD-2-Clause
/** The command that evaluates models. */
package sc.fiji.diffusion.command.evaluate;
