// SPDX-License-Identifier: BSD-2-Clause
/**
 * Repainting selections: which planes and which of their pixels, in what order and with which
 * seeds, and what becomes of the result. The work on one crop is the pipeline's.
 */
package sc.fiji.diffusion.tool.inpaint;
