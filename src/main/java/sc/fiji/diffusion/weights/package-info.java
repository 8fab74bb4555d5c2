// SPDX-License-Identifier: BSD-2-Clause
/**
 * Model weights in files: a strict, memory-mapped reader and an atomic writer of safetensors,
 * number formats of tensors, and file hashes. The files are untrusted: whatever is wrong with one
 * ends in a {@link sc.fiji.diffusion.weights.WeightsException}. What the weights mean belongs to
 * {@code model} and {@code nn}; nothing here knows an engine or ImageJ.
 */
package sc.fiji.diffusion.weights;
