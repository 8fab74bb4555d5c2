// SPDX-License-Identifier: BSD-2-Clause
/** The evaluation of a model against real images: what is compared, and the table of figures. */
package sc.fiji.diffusion.tool.evaluate;
