// SPDX-License-Identifier: BSD-2-Clause
/**
 * Checkpoints in one file, in the layout of the original implementations (CompVis, Stability AI):
 * which model it is, read off names and shapes of the tensors; its parts as tensors under the names
 * of diffusers and transformers, without a copy; and the configurations that go with them.
 */
package sc.fiji.diffusion.weights.single;
