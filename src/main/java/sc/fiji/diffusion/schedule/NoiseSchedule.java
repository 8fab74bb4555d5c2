// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

/** The training noise schedule of a model. */
public final class NoiseSchedule {}
