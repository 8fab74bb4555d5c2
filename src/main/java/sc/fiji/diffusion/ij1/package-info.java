// SPDX-License-Identifier: BSD-2-Clause
/**
 * The commands in plain ImageJ: one plug-in that reads a command's parameters off its class, shows
 * them in ImageJ's dialog or takes them from a macro, and records them. In Fiji, SciJava does all
 * of this, and nothing here is used.
 */
package sc.fiji.diffusion.ij1;
