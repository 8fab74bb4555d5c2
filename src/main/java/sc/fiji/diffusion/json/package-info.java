// SPDX-License-Identifier: BSD-2-Clause
/** JSON and other text files of models, which anybody may have written: read within bounds. */
package sc.fiji.diffusion.json;
