// SPDX-License-Identifier: BSD-2-Clause
/**
 * Adapters: small files that change a model. Low-rank adaptation (LoRA; Hu et al. 2021) in the
 * layouts of kohya's scripts, diffusers and PEFT, brought to the tensors of a model that they
 * change.
 */
package sc.fiji.diffusion.weights.adapter;
