// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;

/**
 * Every sampler against the timesteps, sigmas and trajectories of diffusers 0.36.0 and k-diffusion
 * 0.1.1, which were recorded with a toy network and seed 30; {@code src/test/python} holds what
 * recorded the second table.
 */
class SamplerReferenceTest {

    private static final double TOLERANCE = 1e-5;

    /**
     * Where samples start at a sigma of 4096, float32 has fewer digits left for what is in them.
     */
    private static final double ZERO_SNR_TOLERANCE = 1e-4;

    private static final Reference MORE = Reference.open("cases/more-samplers.safetensors");

    /** The schedulers whose samples are on the variance-exploding scale. */
    private static final Set<String> VARIANCE_EXPLODING =
            Set.of(
                    "EulerDiscreteScheduler",
                    "EulerAncestralDiscreteScheduler",
                    "LMSDiscreteScheduler",
                    "HeunDiscreteScheduler",
                    "KDPM2DiscreteScheduler",
                    "KDPM2AncestralDiscreteScheduler",
                    "DPMSolverSDEScheduler");

    static Stream<Named<Case>> cases() {
        return Stream.concat(
                        rows("cases/samplers.json").map(Case::ofItsOwnFile),
                        rows("cases/more-samplers.json").map(Case::ofTheCommonFile))
                .map(c -> Named.of(c.name, c));
    }

    private static Stream<JsonObject> rows(String file) {
        JsonArray rows = JsonParser.parseString(Reference.text(file)).getAsJsonArray();
        return rows.asList().stream().map(JsonElement::getAsJsonObject);
    }

    static Stream<Named<Case>> casesWithSigmas() {
        return cases().filter(c -> c.getPayload().has("sigmas"));
    }

    /** Without DPM2: in the middle of a step, diffusers adds noise of the sigma at its end. */
    static Stream<Named<Case>> casesWithNoising() {
        return cases().filter(c -> c.getPayload().has("noising.noise"))
                .filter(c -> !c.getName().startsWith("dpm2_"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plansTheTimesteps(Case c) {
        List<NoiseLevel> levels = c.plan.levels();
        float[] timesteps = c.read("timesteps").data();
        assertThat(levels).hasSize(timesteps.length);
        for (int i = 0; i < timesteps.length; i++) {
            assertThat(levels.get(i).timestep()).isCloseTo(timesteps[i], within(1e-3));
        }
    }

    /** Where a step has two entries, the table lists what the second one reaches. */
    @ParameterizedTest
    @MethodSource("casesWithSigmas")
    void plansTheSigmas(Case c) {
        float[] sigmas = c.read("sigmas").data();
        List<NoiseLevel> levels = c.plan.levels();
        for (int i = 0; i < levels.size(); i += c.sampler.evaluationsPerStep()) {
            assertThat(levels.get(i).sigma())
                    .isCloseTo(sigmas[i], within(1e-6 * Math.max(1, sigmas[i])));
        }
        assertThat(c.plan.end().sigma()).isCloseTo(sigmas[sigmas.length - 1], within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void walksTheTrajectory(Case c) {
        Noise noise = new TorchNoise(c.seed());
        Tensor start = noise.gaussian(1, 4, 4, 6).times(c.plan.initialSigma());
        Tensor initial = c.recorded(start, c.plan.levels().get(0));
        assertClose(initial, c.read("initial"), TOLERANCE);
        List<Tensor> trajectory = new ArrayList<>();
        StepHook record =
                (i, x, denoised) -> {
                    trajectory.add(c.recorded(x, c.plan.after(i)));
                    return x;
                };
        Tensor end = c.sampler.sample(c::denoise, start, c.plan, noise, record);
        Tensor expected = c.read("trajectory");
        assertThat(trajectory).hasSize(expected.dim(0));
        for (int i = 0; i < trajectory.size(); i++) {
            assertClose(trajectory.get(i), expected.batch(i).reshape(1, 4, 4, 6), c.tolerance());
        }
        Tensor last = expected.batch(trajectory.size() - 1).reshape(1, 4, 4, 6);
        assertClose(end, last, c.tolerance());
    }

    @ParameterizedTest
    @MethodSource("casesWithNoising")
    void addsNoiseAtALevel(Case c) {
        NoiseLevel level = c.plan.levels().get(c.plan.levels().size() / 2);
        assertThat(level.timestep()).isCloseTo(c.read("noising.timestep").data()[0], within(1e-3));
        Tensor clean = c.read("noising.clean");
        Tensor noisy = clean.combine(1, c.read("noising.noise"), level.sigma());
        assertClose(c.recorded(noisy, level), c.read("noising.noisy"), TOLERANCE);
    }

    private static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        double scale = 1;
        for (float value : expected.data()) scale = Math.max(scale, Math.abs(value));
        double difference = actual.maxAbsDifference(expected) / scale;
        assertThat(Differences.note("samplers", difference)).isLessThan(tolerance);
    }

    /** One row of the table. */
    static final class Case {
        final String name;
        private final Reference file;
        private final String prefix;
        final NoiseSchedule schedule;
        final Sampler sampler;
        final SamplingPlan plan;
        final boolean varianceExploding;

        private Case(JsonObject row, Reference file, String prefix) {
            this.name = row.get("file").getAsString();
            this.file = file;
            this.prefix = prefix;
            JsonObject json = row.getAsJsonObject("config");
            json.add("_class_name", row.get("scheduler"));
            SchedulerConfig config = SchedulerConfig.parse(json.toString());
            schedule = NoiseSchedule.of(config);
            sampler = sampler(row, config);
            plan = sampler.plan(schedule, row.get("steps").getAsInt());
            varianceExploding =
                    row.has("sampler") || VARIANCE_EXPLODING.contains(config.className());
        }

        static Case ofItsOwnFile(JsonObject row) {
            String name = row.get("file").getAsString();
            return new Case(row, Reference.open("cases/samplers/" + name + ".safetensors"), "");
        }

        static Case ofTheCommonFile(JsonObject row) {
            return new Case(row, MORE, row.get("file").getAsString() + ".");
        }

        double tolerance() {
            return name.endsWith("zero-snr") ? ZERO_SNR_TOLERANCE : TOLERANCE;
        }

        /** The extra cases are of the first set. */
        long seed() {
            return prefix.isEmpty() ? Reference.seed(30) : 30;
        }

        boolean has(String tensor) {
            return file.names().contains(prefix + tensor);
        }

        Tensor read(String tensor) {
            return file.read(prefix + tensor);
        }

        /** TCD was recorded with its own default eta, which the table does not show. */
        private static Sampler sampler(JsonObject row, SchedulerConfig config) {
            double eta = row.get("eta").getAsDouble();
            if (eta != 0) return Samplers.ddim(eta);
            if (config.className().equals("TCDScheduler")) return Samplers.tcd(0.3);
            if (!row.has("sampler")) return Samplers.forScheduler(config);
            return Samplers.named(row.get("sampler").getAsString()).withSigmas(config.sigmas());
        }

        /** The toy network of the recording behind its prediction type. */
        Tensor denoise(Tensor x, NoiseLevel level) {
            Tensor input = x.times(level.alpha());
            double slope = 0.5 * level.timestep() / 1000;
            Tensor output = input.map(value -> Math.sin(2 * value) * 0.4 + value * slope);
            return schedule.prediction().denoised(output, x, level);
        }

        /** A sample on the scale that the recording used. */
        Tensor recorded(Tensor x, NoiseLevel level) {
            return varianceExploding ? x : x.times(level.alpha());
        }
    }
}
