// SPDX-License-Identifier: BSD-2-Clause
/**
 * Images to learn from: checked before training starts, split into those that are trained on and
 * those that are held out, and cut and changed into the batch of each step. A batch is a function
 * of the seed and the step's number.
 */
package sc.fiji.diffusion.train.data;
