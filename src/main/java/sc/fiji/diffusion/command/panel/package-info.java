// SPDX-License-Identifier: BSD-2-Clause
/**
 * The window that stays open beside an image. Whatever it makes is made by one of the commands, so
 * that each step can be written as a line of a macro.
 */
package sc.fiji.diffusion.command.panel;
