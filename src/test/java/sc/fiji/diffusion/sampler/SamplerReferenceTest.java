// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
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
import sc.fiji.diffusion.testing.Reference;

/**
 * Every sampler against the timesteps, sigmas and trajectories of diffusers 0.36.0, which were
 * recorded with a toy network and seed 30.
 */
class SamplerReferenceTest {

    private static final double TOLERANCE = 1e-5;

    /** The schedulers whose samples are on the variance-exploding scale. */
    private static final Set<String> VARIANCE_EXPLODING =
            Set.of(
                    "EulerDiscreteScheduler",
                    "EulerAncestralDiscreteScheduler",
                    "LMSDiscreteScheduler",
                    "HeunDiscreteScheduler",
                    "KDPM2DiscreteScheduler",
                    "KDPM2AncestralDiscreteScheduler");

    static Stream<Named<Case>> cases() {
        JsonArray rows =
                JsonParser.parseString(Reference.text("cases/samplers.json")).getAsJsonArray();
        return rows.asList().stream()
                .map(row -> new Case(row.getAsJsonObject()))
                .map(c -> Named.of(c.name, c));
    }

    static Stream<Named<Case>> casesWithSigmas() {
        return cases().filter(c -> c.getPayload().file.names().contains("sigmas"));
    }

    /** Without DPM2: in the middle of a step, diffusers adds noise of the sigma at its end. */
    static Stream<Named<Case>> casesWithNoising() {
        return cases().filter(c -> !c.getName().startsWith("dpm2_"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plansTheTimesteps(Case c) {
        List<NoiseLevel> levels = c.plan.levels();
        float[] timesteps = c.file.read("timesteps").data();
        assertThat(levels).hasSize(timesteps.length);
        for (int i = 0; i < timesteps.length; i++) {
            assertThat(levels.get(i).timestep()).isCloseTo(timesteps[i], within(1e-3));
        }
    }

    /** Where a step has two entries, the table lists what the second one reaches. */
    @ParameterizedTest
    @MethodSource("casesWithSigmas")
    void plansTheSigmas(Case c) {
        float[] sigmas = c.file.read("sigmas").data();
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
        Noise noise = new TorchNoise(30);
        Tensor start = noise.gaussian(1, 4, 4, 6).times(c.plan.initialSigma());
        assertClose(c.recorded(start, c.plan.levels().get(0)), c.file.read("initial"));
        List<Tensor> trajectory = new ArrayList<>();
        StepHook record =
                (i, x, denoised) -> {
                    trajectory.add(c.recorded(x, c.plan.after(i)));
                    return x;
                };
        Tensor end = c.sampler.sample(c::denoise, start, c.plan, noise, record);
        Tensor expected = c.file.read("trajectory");
        assertThat(trajectory).hasSize(expected.dim(0));
        for (int i = 0; i < trajectory.size(); i++) {
            assertClose(trajectory.get(i), expected.batch(i).reshape(1, 4, 4, 6));
        }
        assertClose(end, expected.batch(trajectory.size() - 1).reshape(1, 4, 4, 6));
    }

    @ParameterizedTest
    @MethodSource("casesWithNoising")
    void addsNoiseAtALevel(Case c) {
        NoiseLevel level = c.plan.levels().get(c.plan.levels().size() / 2);
        assertThat(level.timestep())
                .isCloseTo(c.file.read("noising.timestep").data()[0], within(1e-3));
        Tensor clean = c.file.read("noising.clean");
        Tensor noisy = clean.combine(1, c.file.read("noising.noise"), level.sigma());
        assertClose(c.recorded(noisy, level), c.file.read("noising.noisy"));
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        double scale = 1;
        for (float value : expected.data()) scale = Math.max(scale, Math.abs(value));
        assertThat(actual.maxAbsDifference(expected) / scale).isLessThan(TOLERANCE);
    }

    /** One row of the table. */
    static final class Case {
        final String name;
        final Reference file;
        final NoiseSchedule schedule;
        final Sampler sampler;
        final SamplingPlan plan;
        final boolean varianceExploding;

        Case(JsonObject row) {
            name = row.get("file").getAsString();
            file = Reference.open("cases/samplers/" + name + ".safetensors");
            JsonObject json = row.getAsJsonObject("config");
            json.add("_class_name", row.get("scheduler"));
            SchedulerConfig config = SchedulerConfig.parse(json.toString());
            schedule = NoiseSchedule.of(config);
            sampler = sampler(config, row.get("eta").getAsDouble());
            plan = sampler.plan(schedule, row.get("steps").getAsInt());
            varianceExploding = VARIANCE_EXPLODING.contains(config.className());
        }

        /** TCD was recorded with its own default eta, which the table does not show. */
        private static Sampler sampler(SchedulerConfig config, double eta) {
            if (config.className().equals("TCDScheduler")) return Samplers.tcd(0.3);
            return eta == 0 ? Samplers.forScheduler(config) : Samplers.ddim(eta);
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
