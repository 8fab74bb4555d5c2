// SPDX-License-Identifier: BSD-2-Clause
/**
 * One run of training from its start, or from where an earlier process left it, to its end: the
 * loop, its folder, its figures. What is trained, and on what, belongs to {@code recipe}.
 */
package sc.fiji.diffusion.train.run;
