// SPDX-License-Identifier: BSD-2-Clause
/**
 * Runs a macro in plain ImageJ without a window, from the command line. Not needed inside ImageJ or
 * Fiji.
 */
package sc.fiji.diffusion.launch;
