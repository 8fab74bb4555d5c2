// SPDX-License-Identifier: BSD-2-Clause
/**
 * Models on their way to this machine: installed from a folder, a file or a download that the user
 * agreed to, and checked against their hashes. Files appear under their final names only when they
 * are whole. How models are read belongs to {@code model}; dialogs belong to {@code command}.
 */
package sc.fiji.diffusion.install;
