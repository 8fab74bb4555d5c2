// SPDX-License-Identifier: BSD-2-Clause
/**
 * The commands in ImageJ, by itself and inside Fiji, whose layer for ImageJ leaves them to {@code
 * plugins.config}: one plug-in that reads a command's parameters off its class, shows its dialog or
 * takes its options from a macro, and records it.
 */
package sc.fiji.diffusion.ij1;
