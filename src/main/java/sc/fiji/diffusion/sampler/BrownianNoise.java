// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.stream.DoubleStream;
import sc.fiji.diffusion.noise.Brownian;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Unit noise for a step from one sigma to another, taken from one Brownian motion whose time is
 * sigma: what k-diffusion calls a Brownian tree noise sampler. Sigmas are rounded to float32, as
 * they are there.
 */
final class BrownianNoise {

    private final Brownian motion;

    private BrownianNoise(Brownian motion) {
        this.motion = motion;
    }

    /** Noise for the steps of a plan, whose motion spans its sigmas above 0. */
    static BrownianNoise along(SamplingPlan plan, Noise noise, int[] shape) {
        double[] sigmas =
                DoubleStream.concat(
                                plan.levels().stream().mapToDouble(level -> level.sigma()),
                                DoubleStream.of(plan.end().sigma()))
                        .filter(sigma -> sigma > 0)
                        .toArray();
        float min = (float) DoubleStream.of(sigmas).min().orElseThrow();
        float max = (float) DoubleStream.of(sigmas).max().orElseThrow();
        // A plan of a single level never asks.
        return new BrownianNoise(min < max ? noise.brownian(min, max, shape) : null);
    }

    /** Independent N(0, 1) values, down from one sigma to a smaller one above 0. */
    Tensor between(double from, double to) {
        float low = (float) to;
        float high = (float) from;
        // Time runs from the smallest sigma up, and the steps run down.
        return motion.increment(low, high).times(-1 / Math.sqrt((double) high - low));
    }
}
