// SPDX-License-Identifier: BSD-2-Clause
/**
 * What users do, one class a task: the interface for scripts, and what the commands call. Images
 * come in and go out as ImageJ's, every setting is checked before a model is loaded, and every
 * result carries its settings. No dialogs, no status bar.
 */
package sc.fiji.diffusion.tool;
