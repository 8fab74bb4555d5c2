// SPDX-License-Identifier: BSD-2-Clause
/** One task on a whole folder, which may be stopped and gone on with. */
package sc.fiji.diffusion.tool.batch;
