// SPDX-License-Identifier: BSD-2-Clause
/**
 * Adapters: small files that change a model. LoRA and its relatives in the layouts of kohya's
 * scripts, LyCORIS, diffusers, PEFT and ComfyUI, brought to the tensors of a model that they
 * change; and textual inversions.
 */
package sc.fiji.diffusion.weights.adapter;
