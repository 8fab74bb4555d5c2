// SPDX-License-Identifier: BSD-2-Clause
/**
 * Files and folders that hold the old content or the new one, whatever breaks; room on disks, locks
 * between processes, archives within bounds, and what went wrong in words for the user. What the
 * files mean belongs to the packages that use this one.
 */
package sc.fiji.diffusion.files;
