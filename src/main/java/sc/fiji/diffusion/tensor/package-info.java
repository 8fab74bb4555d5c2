// SPDX-License-Identifier: BSD-2-Clause
/**
 * Numbers with a shape on the Java heap: {@link sc.fiji.diffusion.tensor.Tensor}. Samplers,
 * schedules and pipelines compute with it. Native arrays, files and images belong to other
 * packages.
 */
package sc.fiji.diffusion.tensor;
