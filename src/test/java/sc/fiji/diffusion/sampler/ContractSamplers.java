// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The samplers that keep the contract, by what they promise, the schedules over which they keep it,
 * and runs of them.
 */
final class ContractSamplers {

    static final int[] SHAPE = {1, 2, 3, 4};

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
    static final Set<String> ALONG_TIMESTEPS = Set.of("DDPM", "DDIM", "PNDM", "LCM", "TCD");

    /** Samplers that remember nothing from one step to the next. */
    private static final Set<String> MEMORYLESS =
            Set.of("DDIM", "Euler", "Euler Karras", "Heun", "DPM2", "TCD");

    static final NoiseSchedule SCHEDULE = schedule("\"prediction_type\": \"epsilon\"");

    static final NoiseSchedule ZERO_SNR =
            schedule(
                    "\"prediction_type\": \"v_prediction\", \"rescale_betas_zero_snr\": true,"
                            + " \"timestep_spacing\": \"trailing\"");

    private ContractSamplers() {}

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
                Samplers.names().stream().flatMap(ContractSamplers::withAllSigmas),
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
    static Tensor toy(Tensor x, NoiseLevel level) {
        return x.map(value -> Math.sin(value * level.alpha()) * (1 - level.timestep() / 2000));
    }

    static Tensor start(SamplingPlan plan, long seed) {
        return new TorchNoise(seed).gaussian(SHAPE).times(plan.initialSigma());
    }

    static Tensor run(Sampler sampler, SamplingPlan plan, long seed) {
        Noise noise = new TorchNoise(seed + 100);
        return sampler.sample(ContractSamplers::toy, start(plan, seed), plan, noise, StepHook.NONE);
    }
}
