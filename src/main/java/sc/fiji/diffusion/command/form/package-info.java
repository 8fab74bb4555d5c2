// SPDX-License-Identifier: BSD-2-Clause
/** A command's parameters on the screen: editors, folding groups, and the dialog made of them. */
package sc.fiji.diffusion.command.form;
