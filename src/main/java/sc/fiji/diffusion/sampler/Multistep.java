// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import sc.fiji.diffusion.tensor.Tensor;

/** How the DPM-Solver++ family reuses the denoised sample of the step before. */
final class Multistep {

    /** With fewer steps than this, diffusers takes the last one by a method of first order. */
    static final int FEW_STEPS = 15;

    private Multistep() {}

    /**
     * The denoised sample extrapolated over half a step in log sigma: Lu et al., "DPM-Solver++"
     * (2022), line 8 of algorithm 2.
     *
     * @param i the plan's entry
     * @param denoised the guess at this entry
     * @param previous the guess at the entry before; unused at the first
     * @return {@code denoised} itself where only a step of first order is possible
     */
    static Tensor extrapolate(SamplingPlan plan, int i, Tensor denoised, Tensor previous) {
        double to = plan.after(i).sigma();
        boolean last = i == plan.levels().size() - 1;
        if (i == 0 || to == 0 || last && plan.steps() < FEW_STEPS) return denoised;
        double from = plan.sigma(i);
        double lastStep = Math.log(plan.sigma(i - 1) / from);
        if (lastStep == 0) return denoised;
        double weight = Math.log(from / to) / lastStep / 2;
        return denoised.combine(1 + weight, previous, -weight);
    }
}
