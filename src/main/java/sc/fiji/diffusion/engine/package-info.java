// SPDX-License-Identifier: BSD-2-Clause
/**
 * Starts the PyTorch engine of DJL: class loader, offline switch, device, threads. What runs on the
 * engine belongs to {@code nn}.
 */
package sc.fiji.diffusion.engine;
