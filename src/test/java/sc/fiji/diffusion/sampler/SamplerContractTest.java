// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sc.fiji.diffusion.sampler.ContractSamplers.SCHEDULE;
import static sc.fiji.diffusion.sampler.ContractSamplers.SHAPE;
import static sc.fiji.diffusion.sampler.ContractSamplers.run;
import static sc.fiji.diffusion.sampler.ContractSamplers.start;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.noise.Brownian;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/** What holds for every sampler of the catalogue. */
class SamplerContractTest {

    private static final Noise FORBIDDEN =
            shape -> {
                throw new AssertionError("a deterministic sampler drew noise");
            };

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void theSameSeedGivesTheSameBits(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        Tensor first = run(sampler, plan, 5);
        run(sampler, plan, 6);
        assertThat(run(sampler, plan, 5).data()).containsExactly(first.data());
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void aBatchGivesWhatItsImagesGiveAlone(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        Tensor both = Tensor.concat(List.of(start(plan, 1), start(plan, 2)));
        Noise first = new TorchNoise(101);
        Noise second = new TorchNoise(102);
        Noise stacked = new Stacked(first, second);
        Tensor batch = sampler.sample(ContractSamplers::toy, both, plan, stacked, StepHook.NONE);
        assertThat(batch.batch(0).data()).containsExactly(run(sampler, plan, 1).data());
        assertThat(batch.batch(1).data()).containsExactly(run(sampler, plan, 2).data());
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#deterministic")
    void aDeterministicSamplerDrawsNothing(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        Tensor result =
                sampler.sample(
                        ContractSamplers::toy, start(plan, 1), plan, FORBIDDEN, StepHook.NONE);
        assertThat(result.data()).containsExactly(run(sampler, plan, 1).data());
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#stochastic")
    void aStochasticSamplerDependsOnItsNoise(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        Tensor other =
                sampler.sample(
                        ContractSamplers::toy,
                        start(plan, 1),
                        plan,
                        new TorchNoise(77),
                        StepHook.NONE);
        assertThat(run(sampler, plan, 1).maxAbsDifference(other)).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void theNetworkAndTheHookAreCalledOncePerEntryInOrder(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        List<NoiseLevel> asked = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        Denoiser model =
                (x, level) -> {
                    asked.add(level);
                    return ContractSamplers.toy(x, level);
                };
        StepHook hook =
                (index, x, denoised) -> {
                    seen.add(index);
                    return x;
                };
        sampler.sample(model, start(plan, 1), plan, new TorchNoise(1), hook);
        assertThat(asked).isEqualTo(plan.levels());
        assertThat(seen).isEqualTo(IntStream.range(0, plan.levels().size()).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void theNetworkSeesTheSampleThatTheHookReturns(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        List<Tensor> given = new ArrayList<>(List.of(start(plan, 1)));
        List<Tensor> asked = new ArrayList<>();
        Denoiser model =
                (x, level) -> {
                    asked.add(x);
                    return ContractSamplers.toy(x, level);
                };
        StepHook hook =
                (index, x, denoised) -> {
                    given.add(x.times(0.9));
                    return given.get(index + 1);
                };
        Tensor end = sampler.sample(model, given.get(0), plan, new TorchNoise(1), hook);
        for (int i = 0; i < asked.size(); i++) assertThat(asked.get(i)).isSameAs(given.get(i));
        Tensor last = given.get(given.size() - 1).times(plan.end().alpha());
        assertThat(end.data()).containsExactly(last.data());
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void theHookCanCancel(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        StepHook hook =
                (index, x, denoised) -> {
                    if (index == 2) throw new CancellationException("enough");
                    return x;
                };
        assertThatThrownBy(
                        () ->
                                sampler.sample(
                                        ContractSamplers::toy,
                                        start(plan, 1),
                                        plan,
                                        new TorchNoise(1),
                                        hook))
                .isInstanceOf(CancellationException.class)
                .hasMessage("enough");
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#memoryless")
    void theRestOfAPlanContinuesTheRun(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        int skipped = 2 * sampler.evaluationsPerStep();
        List<Tensor> samples = new ArrayList<>();
        StepHook record =
                (index, x, denoised) -> {
                    samples.add(x);
                    return x;
                };
        Tensor whole =
                sampler.sample(ContractSamplers::toy, start(plan, 1), plan, FORBIDDEN, record);
        Tensor rest =
                sampler.sample(
                        ContractSamplers::toy,
                        samples.get(skipped - 1),
                        plan.from(skipped),
                        FORBIDDEN,
                        StepHook.NONE);
        assertThat(rest.data()).containsExactly(whole.data());
    }

    @ParameterizedTest
    @MethodSource("sc.fiji.diffusion.sampler.ContractSamplers#samplers")
    void noStepsAndTooManyStepsAreRefused(Sampler sampler) {
        for (int steps : new int[] {0, -3, 1001}) {
            assertThatThrownBy(() -> sampler.plan(SCHEDULE, steps))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("steps must be between 1 and")
                    .hasMessageContaining("was " + steps);
        }
    }

    @ParameterizedTest
    @FieldSource("sc.fiji.diffusion.sampler.ContractSamplers#ALONG_TIMESTEPS")
    void spacingThatASamplerDoesNotKnowIsRefused(String name) {
        Sampler sampler = Samplers.named(name);
        assertThat(sampler.withSigmas(SigmaSpacing.SCHEDULE)).isSameAs(sampler);
        assertThatThrownBy(() -> sampler.withSigmas(SigmaSpacing.KARRAS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sigmas Karras cannot be used with this sampler");
    }

    @Test
    void sigmasThatMakeASamplerUnstableAreRefused() {
        assertThatThrownBy(() -> Samplers.named("LMS").withSigmas(SigmaSpacing.LINEAR_QUADRATIC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("linear-quadratic cannot be used with LMS");
    }

    /** The streams of two images as one. */
    private record Stacked(Noise first, Noise second) implements Noise {

        @Override
        public Tensor gaussian(int... shape) {
            return Tensor.concat(List.of(first.gaussian(SHAPE), second.gaussian(SHAPE)));
        }

        @Override
        public Brownian brownian(double from, double to, int... shape) {
            Brownian one = first.brownian(from, to, SHAPE);
            Brownian two = second.brownian(from, to, SHAPE);
            return (a, b) -> Tensor.concat(List.of(one.increment(a, b), two.increment(a, b)));
        }
    }
}
