// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.noise.Brownian;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.schedule.Spacing;
import sc.fiji.diffusion.tensor.Tensor;

/** What holds for every sampler of the catalogue. */
class SamplerContractTest {

    private static final int[] SHAPE = {1, 2, 3, 4};

    private static final Set<String> STOCHASTIC =
            Set.of(
                    "DDPM",
                    "DDIM eta",
                    "Euler a",
                    "DPM++ 2M SDE",
                    "DPM++ 3M SDE",
                    "DPM++ SDE",
                    "DPM2 a",
                    "LCM",
                    "TCD eta");

    /** Samplers that know no spacing but that of timesteps. */
    private static final Set<String> ALONG_TIMESTEPS = Set.of("DDPM", "DDIM", "PNDM", "LCM", "TCD");

    /** Samplers that remember nothing from one step to the next. */
    private static final Set<String> MEMORYLESS =
            Set.of("DDIM", "Euler", "Euler Karras", "Heun", "DPM2", "TCD");

    private static final NoiseSchedule SCHEDULE = schedule("\"prediction_type\": \"epsilon\"");

    private static final NoiseSchedule ZERO_SNR =
            schedule(
                    "\"prediction_type\": \"v_prediction\", \"rescale_betas_zero_snr\": true,"
                            + " \"timestep_spacing\": \"trailing\"");

    private static final Noise FORBIDDEN =
            shape -> {
                throw new AssertionError("a deterministic sampler drew noise");
            };

    private static NoiseSchedule schedule(String settings) {
        return NoiseSchedule.of(
                SchedulerConfig.parse(
                        "{\"_class_name\": \"DDIMScheduler\", \"beta_schedule\": \"scaled_linear\","
                                + " \"beta_start\": 0.00085, \"beta_end\": 0.012, \"steps_offset\":"
                                + " 1, \"clip_sample\": false, \"set_alpha_to_one\": true, "
                                + settings
                                + "}"));
    }

    static Stream<Named<Sampler>> samplers() {
        return Stream.concat(
                Samplers.names().stream().flatMap(SamplerContractTest::withAllSigmas),
                Stream.of(
                        Named.of("DDIM eta", Samplers.ddim(0.7)),
                        Named.of("TCD eta", Samplers.tcd(0.3))));
    }

    /** The sampler itself, and over every spacing of sigmas that it takes. */
    private static Stream<Named<Sampler>> withAllSigmas(String name) {
        Sampler sampler = Samplers.named(name);
        List<Named<Sampler>> variants = new ArrayList<>(List.of(Named.of(name, sampler)));
        for (SigmaSpacing sigmas : SigmaSpacing.values()) {
            if (sigmas == SigmaSpacing.SCHEDULE || ALONG_TIMESTEPS.contains(name)) continue;
            if (sampler instanceof Lms && sigmas == SigmaSpacing.LINEAR_QUADRATIC) continue;
            variants.add(Named.of(name + ", " + sigmas.label(), sampler.withSigmas(sigmas)));
        }
        return variants.stream();
    }

    private static String method(Named<Sampler> sampler) {
        return sampler.getName().split(",")[0];
    }

    static Stream<Named<Sampler>> deterministic() {
        return samplers().filter(sampler -> !STOCHASTIC.contains(method(sampler)));
    }

    static Stream<Named<Sampler>> stochastic() {
        return samplers().filter(sampler -> STOCHASTIC.contains(method(sampler)));
    }

    static Stream<Named<Sampler>> memoryless() {
        return samplers().filter(sampler -> MEMORYLESS.contains(method(sampler)));
    }

    /**
     * Without PNDM, which repeats the step that it starts with and takes the sample as one of the
     * next level, also where a cut plan or another spacing makes that wrong.
     */
    static Stream<Named<Sampler>> consistent() {
        return samplers().filter(sampler -> !sampler.getName().equals("PNDM"));
    }

    /** A smooth denoiser that depends on the sample and the level. */
    private static Tensor toy(Tensor x, NoiseLevel level) {
        return x.map(value -> Math.sin(value * level.alpha()) * (1 - level.timestep() / 2000));
    }

    private static Tensor start(SamplingPlan plan, long seed) {
        return new TorchNoise(seed).gaussian(SHAPE).times(plan.initialSigma());
    }

    private static Tensor run(Sampler sampler, SamplingPlan plan, long seed) {
        Noise noise = new TorchNoise(seed + 100);
        return sampler.sample(
                SamplerContractTest::toy, start(plan, seed), plan, noise, StepHook.NONE);
    }

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
    @MethodSource("samplers")
    void aPerfectDenoiserGetsItsTarget(Sampler sampler) {
        for (int steps : new int[] {1, 2, 3, 16}) {
            SamplingPlan plan = sampler.plan(SCHEDULE, steps);
            assertReturnsTheTarget(sampler, plan, plan.initialSigma(), 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("consistent")
    void aPerfectDenoiserGetsItsTargetFromAnyEntryOn(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        for (int skipped = 0; skipped < 6; skipped++) {
            SamplingPlan rest = plan.from(skipped * sampler.evaluationsPerStep());
            assertReturnsTheTarget(sampler, rest, rest.sigma(0), 1e-4);
        }
    }

    /** The samples are so large here that float32 leaves fewer digits for what is in them. */
    @ParameterizedTest
    @MethodSource("consistent")
    void aPerfectDenoiserGetsItsTargetFromPureNoise(Sampler sampler) {
        for (int steps : new int[] {1, 2, 3, 16}) {
            SamplingPlan plan = sampler.plan(ZERO_SNR, steps);
            assertReturnsTheTarget(sampler, plan, plan.initialSigma(), 1e-3);
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void pureNoiseDoesNotOverflow(Sampler sampler) {
        for (int steps : new int[] {1, 2, 3, 16}) {
            assertFinite(run(sampler, sampler.plan(ZERO_SNR, steps), 1));
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theSameSeedGivesTheSameBits(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        Tensor first = run(sampler, plan, 5);
        run(sampler, plan, 6);
        assertThat(run(sampler, plan, 5).data()).containsExactly(first.data());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aBatchGivesWhatItsImagesGiveAlone(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        Tensor both = Tensor.concat(List.of(start(plan, 1), start(plan, 2)));
        Noise first = new TorchNoise(101);
        Noise second = new TorchNoise(102);
        Noise stacked = new Stacked(first, second);
        Tensor batch = sampler.sample(SamplerContractTest::toy, both, plan, stacked, StepHook.NONE);
        assertThat(batch.batch(0).data()).containsExactly(run(sampler, plan, 1).data());
        assertThat(batch.batch(1).data()).containsExactly(run(sampler, plan, 2).data());
    }

    @ParameterizedTest
    @MethodSource("deterministic")
    void aDeterministicSamplerDrawsNothing(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        Tensor result =
                sampler.sample(
                        SamplerContractTest::toy, start(plan, 1), plan, FORBIDDEN, StepHook.NONE);
        assertFinite(result);
    }

    @ParameterizedTest
    @MethodSource("stochastic")
    void aStochasticSamplerDependsOnItsNoise(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        Tensor other =
                sampler.sample(
                        SamplerContractTest::toy,
                        start(plan, 1),
                        plan,
                        new TorchNoise(77),
                        StepHook.NONE);
        assertThat(run(sampler, plan, 1).maxAbsDifference(other)).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theNetworkAndTheHookAreCalledOncePerEntryInOrder(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        List<NoiseLevel> asked = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        Denoiser model =
                (x, level) -> {
                    asked.add(level);
                    return toy(x, level);
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
    @MethodSource("samplers")
    void theNetworkSeesTheSampleThatTheHookReturns(Sampler sampler) {
        SamplingPlan plan = sampler.plan(SCHEDULE, 6);
        List<Tensor> given = new ArrayList<>(List.of(start(plan, 1)));
        List<Tensor> asked = new ArrayList<>();
        Denoiser model =
                (x, level) -> {
                    asked.add(x);
                    return toy(x, level);
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
    @MethodSource("samplers")
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
                                        SamplerContractTest::toy,
                                        start(plan, 1),
                                        plan,
                                        new TorchNoise(1),
                                        hook))
                .isInstanceOf(CancellationException.class)
                .hasMessage("enough");
    }

    @ParameterizedTest
    @MethodSource("memoryless")
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
                sampler.sample(SamplerContractTest::toy, start(plan, 1), plan, FORBIDDEN, record);
        Tensor rest =
                sampler.sample(
                        SamplerContractTest::toy,
                        samples.get(skipped - 1),
                        plan.from(skipped),
                        FORBIDDEN,
                        StepHook.NONE);
        assertThat(rest.data()).containsExactly(whole.data());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void asManyStepsAsTrainingTimestepsAreFinite(Sampler sampler) {
        int most = sampler instanceof Lcm || sampler instanceof Tcd ? 50 : 1000;
        assertFinite(run(sampler, sampler.plan(SCHEDULE, most), 1));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void noStepsAndTooManyStepsAreRefused(Sampler sampler) {
        for (int steps : new int[] {0, -3, 1001}) {
            assertThatThrownBy(() -> sampler.plan(SCHEDULE, steps))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("steps must be between 1 and")
                    .hasMessageContaining("was " + steps);
        }
    }

    @ParameterizedTest
    @FieldSource("ALONG_TIMESTEPS")
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

    @ParameterizedTest
    @MethodSource("samplers")
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

    private static void assertFinite(Tensor tensor) {
        for (float value : tensor.data()) assertThat(value).isFinite();
    }
}
