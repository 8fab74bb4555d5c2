// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static sc.fiji.diffusion.sampler.ContractSamplers.SCHEDULE;
import static sc.fiji.diffusion.sampler.ContractSamplers.SHAPE;
import static sc.fiji.diffusion.sampler.ContractSamplers.ZERO_SNR;
import static sc.fiji.diffusion.sampler.ContractSamplers.run;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.schedule.Spacing;
import sc.fiji.diffusion.tensor.Tensor;

/** Every sampler of the catalogue ends where a perfect denoiser points, and never overflows. */
class SamplerAccuracyTest {

    private static void assertReturnsTheTarget(
            Sampler sampler, SamplingPlan plan, double sigma, double tolerance) {
        Tensor target = new TorchNoise(9).gaussian(SHAPE);
        Tensor noisy = target.combine(1, new TorchNoise(8).gaussian(SHAPE), sigma);
        Noise noise = new TorchNoise(1);
        Tensor result = sampler.sample((x, level) -> target, noisy, plan, noise, StepHook.NONE);
        double left = 5 * plan.end().sigma();
        assertThat(result.maxAbsDifference(target))
                .as(sampler + " " + plan.steps() + " " + plan.levels())
                .isLessThan(tolerance + left);
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void aPerfectDenoiserGetsItsTarget(Sampler sampler) {
        for (int steps : new int[] {1, 2, 3, 16}) {
            SamplingPlan plan = sampler.plan(SCHEDULE, steps);
            assertReturnsTheTarget(sampler, plan, plan.initialSigma(), 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#consistent")
    void aPerfectDenoiserGetsItsTargetFromAnyEntryOn(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        for (int skipped = 0; skipped < 6; skipped++) {
            SamplingPlan rest = plan.from(skipped * sampler.evaluationsPerStep());
            assertReturnsTheTarget(sampler, rest, rest.sigma(0), 1e-4);
        }
    }

    /** The samples are so large here that float32 leaves fewer digits for what is in them. */
    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#consistent")
    void aPerfectDenoiserGetsItsTargetFromPureNoise(Sampler sampler) {
        for (int steps : new int[] {1, 2, 3, 16}) {
            SamplingPlan plan = sampler.plan(ZERO_SNR, steps);
            assertReturnsTheTarget(sampler, plan, plan.initialSigma(), 1e-3);
        }
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void pureNoiseDoesNotOverflow(Sampler sampler) {
        for (int steps : new int[] {1, 2, 3, 16}) {
            assertFinite(run(sampler, sampler.plan(ZERO_SNR, steps), 1));
        }
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void asManyStepsAsTrainingTimestepsAreFinite(Sampler sampler) {
        int most = sampler instanceof Lcm || sampler instanceof Tcd ? 50 : 1000;
        assertFinite(run(sampler, sampler.plan(SCHEDULE, most), 1));
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void everySpacingOfTimestepsBringsAPerfectDenoiserToItsTarget(Sampler sampler) {
        for (Spacing spacing : Spacing.values()) {
            for (int steps : new int[] {1, 2, 5, 16}) {
                SamplingPlan plan = sampler.plan(SCHEDULE.withSpacing(spacing), steps);
                if (!(sampler instanceof Pndm)) {
                    assertReturnsTheTarget(sampler, plan, plan.initialSigma(), 1e-4);
                }
                assertFinite(run(sampler, plan, 1));
            }
        }
    }

    private static void assertFinite(Tensor tensor) {
        for (float value : tensor.data()) assertThat(value).isFinite();
    }
}
