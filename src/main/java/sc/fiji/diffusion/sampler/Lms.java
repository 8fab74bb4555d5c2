// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Linear multistep method of order 4 in sigma (Adams and Bashforth with uneven steps), from
 * Katherine Crowson's k-diffusion (2022). It integrates the polynomial through the last four
 * slopes, starting with one.
 *
 * <p>When the first levels are cut away, diffusers takes the weights of order 4 with fewer slopes
 * at hand, which overshoots; here the order grows from 1 there too.
 *
 * @param sigmas how the sigmas are spread between the first and the last timestep
 */
record Lms(SigmaSpacing sigmas) implements Sampler {

    private static final int ORDER = 4;

    @Override
    public Sampler withSigmas(SigmaSpacing spacing) {
        if (spacing == SigmaSpacing.LINEAR_QUADRATIC) {
            throw new IllegalArgumentException(
                    "sigmas linear-quadratic cannot be used with LMS, which magnifies errors where"
                            + " steps grow as fast as there; choose other sigmas or sampler=Euler");
        }
        return new Lms(spacing);
    }

    @Override
    public SamplingPlan plan(NoiseSchedule schedule, int steps) {
        return Plans.sigmas(schedule, steps, sigmas);
    }

    @Override
    public Tensor sample(Denoiser model, Tensor x, SamplingPlan plan, Noise noise, StepHook hook) {
        List<Tensor> slopes = new ArrayList<>();
        return SamplingLoop.run(
                model,
                x,
                plan,
                hook,
                (i, xi, denoised) -> {
                    NoiseLevel level = plan.levels().get(i);
                    Tensor slope = Prediction.EPSILON.output(denoised, xi, level);
                    Steps.remember(slopes, slope, ORDER);
                    Tensor change = Steps.weightedSum(slopes, weights(plan, i));
                    return xi.plus(change);
                });
    }

    /** The integral of each slope's Lagrange polynomial over the step, the latest slope first. */
    private static double[] weights(SamplingPlan plan, int i) {
        double[] weights = new double[Math.min(i + 1, ORDER)];
        for (int k = 0; k < weights.length; k++) weights[k] = integral(plan, i, k, weights.length);
        return weights;
    }

    /** Gauss's rule with two points, which is exact up to degree 3. */
    private static double integral(SamplingPlan plan, int i, int k, int order) {
        double half = (plan.after(i).sigma() - plan.sigma(i)) / 2;
        double middle = plan.sigma(i) + half;
        double offset = half / Math.sqrt(3);
        return half
                * (lagrange(plan, i, k, order, middle - offset)
                        + lagrange(plan, i, k, order, middle + offset));
    }

    private static double lagrange(SamplingPlan plan, int i, int k, int order, double sigma) {
        double product = 1;
        for (int j = 0; j < order; j++) {
            if (j == k) continue;
            product *= (sigma - plan.sigma(i - j)) / (plan.sigma(i - k) - plan.sigma(i - j));
        }
        return product;
    }
}
