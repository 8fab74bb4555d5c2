// SPDX-License-Identifier: BSD-2-Clause
/** The commands for many images, and for going on with what was stopped. */
package sc.fiji.diffusion.command.batch;
