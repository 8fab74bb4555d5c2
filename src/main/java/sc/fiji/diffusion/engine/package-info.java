// SPDX-License-Identifier: BSD-2-Clause
/**
 * Starts the PyTorch engine of DJL: class loader, offline switch, native libraries, and what it
 * runs on ({@link sc.fiji.diffusion.engine.Compute}), chosen from what the user wants and the
 * machine has. What runs on the engine belongs to {@code nn}.
 */
package sc.fiji.diffusion.engine;
