// SPDX-License-Identifier: BSD-2-Clause
/**
 * Procedural microscopy pictures with captions and instance masks: training data without a licence
 * question. Pure Java, deterministic in the seed; nothing here knows a network or ImageJ.
 */
package sc.fiji.diffusion.phantom;
