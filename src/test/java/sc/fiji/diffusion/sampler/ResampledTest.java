// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.noise.Brownian;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;

/** Going back and forth with every sampler of the catalogue. */
class ResampledTest {

    private static final int[] SHAPE = {1, 4, 16, 16};

    private static final Tensor CLEAN = new TorchNoise(9).gaussian(SHAPE);

    private static final NoiseSchedule SCHEDULE =
            NoiseSchedule.of(
                    SchedulerConfig.parse(
                            """
                            {"_class_name": "PNDMScheduler", "beta_schedule": "scaled_linear",
                             "beta_start": 0.00085, "beta_end": 0.012, "steps_offset": 1}
                            """));

    /** Without those over other sigmas than their name says. */
    static Stream<Named<Sampler>> samplers() {
        return ContractSamplers.samplers().filter(sampler -> !sampler.getName().contains(","));
    }

    private static Tensor run(Sampler sampler, Noise noise) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 10);
        return sampler.sample((x, level) -> CLEAN, start(plan), plan, noise, StepHook.NONE);
    }

    private static Tensor start(SamplingPlan plan) {
        return CLEAN.combine(1, new TorchNoise(8).gaussian(SHAPE), plan.sigma(0));
    }

    /** The standard deviation of what is not the clean image. */
    private static double sigma(Tensor x) {
        return Math.sqrt(product(x.minus(CLEAN), x.minus(CLEAN)));
    }

    /** The mean product of two tensors' values. */
    private static double product(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) sum += (double) a.data()[i] * b.data()[i];
        return sum / a.size();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void everyStepOfAPerfectDenoiserEndsAtTheSigmaOfThePlan(Sampler sampler) {
        for (int steps : new int[] {10, 24, 30}) {
            Sampler resampled = new Resampled(sampler, 2, steps / 10);
            SamplingPlan plan = resampled.plan(SCHEDULE, steps);
            StepHook hook =
                    (index, x, denoised) -> {
                        double expected = plan.after(index).sigma();
                        assertThat(sigma(x))
                                .as(steps + " steps, entry " + index)
                                .isCloseTo(expected, within(0.1 * expected + 1e-4));
                        return x;
                    };
            Tensor result =
                    resampled.sample(
                            (x, level) -> CLEAN, start(plan), plan, new TorchNoise(1), hook);
            assertThat(result.maxAbsDifference(CLEAN)).isLessThan(1e-4 + 5 * plan.end().sigma());
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void oneTimeIsTheSamplerItself(Sampler sampler) {
        assertThat(run(new Resampled(sampler, 1, 2), new TorchNoise(1)).data())
                .containsExactly(run(sampler, new TorchNoise(1)).data());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theSameSeedGivesTheSameBits(Sampler sampler) {
        Sampler resampled = new Resampled(sampler, 2, 2);
        assertThat(run(resampled, new TorchNoise(5)).data())
                .containsExactly(run(resampled, new TorchNoise(5)).data());
    }

    @Test
    void pndmInPiecesAsksAtEachTimestepOnce() {
        SamplingPlan plan = new Resampled(Samplers.named("PNDM"), 2, 1).plan(SCHEDULE, 10);
        assertThat(plan.levels()).hasSize(10).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPM++ SDE", "DPM++ 3M SDE"})
    void everyRoundOfEveryPieceHasABrownianMotionOfItsOwn(String name) {
        List<Tensor> increments = new ArrayList<>();
        run(new Resampled(Samplers.named(name), 3, 2), new Recorded(new TorchNoise(1), increments));
        assertThat(increments).hasSizeGreaterThan(11);
        for (int i = 0; i < increments.size(); i++) {
            for (int j = 0; j <= i; j++) {
                assertThat(product(increments.get(i), increments.get(j)))
                        .as(i + ", " + j)
                        .isCloseTo(i == j ? 1 : 0, within(0.2));
            }
        }
    }

    /** A stream that notes the whole increment of each motion, divided by its deviation. */
    private record Recorded(Noise noise, List<Tensor> increments) implements Noise {

        @Override
        public Tensor gaussian(int... shape) {
            return noise.gaussian(shape);
        }

        @Override
        public Brownian brownian(double from, double to, int... shape) {
            Brownian motion = noise.brownian(from, to, shape);
            increments.add(motion.increment(from, to).times(1 / Math.sqrt(to - from)));
            return motion;
        }

        @Override
        public Noise withMotion(long... key) {
            return new Recorded(noise.withMotion(key), increments);
        }
    }
}
