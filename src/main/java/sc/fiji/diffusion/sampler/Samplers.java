// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.schedule.SchedulerConfig;

/**
 * The catalogue of samplers, by the names that people know them by.
 *
 * <pre>{@code
 * Sampler sampler = Samplers.named("DPM++ 2M Karras");
 * SamplingPlan plan = sampler.plan(schedule, 20);
 * Tensor start = noise.gaussian(1, 4, 64, 64).times(plan.initialSigma());
 * Tensor latents = sampler.sample(denoiser, start, plan, noise, StepHook.NONE);
 * }</pre>
 */
public final class Samplers {

    private static final Map<String, Sampler> CATALOGUE = catalogue();

    private Samplers() {}

    private static Map<String, Sampler> catalogue() {
        Map<String, Sampler> catalogue = new LinkedHashMap<>();
        catalogue.put("DDPM", new Ddpm());
        catalogue.put("DDIM", new Ddim(0));
        catalogue.put("PNDM", new Pndm());
        catalogue.put("Euler", new Euler(false));
        catalogue.put("Euler a", new EulerAncestral());
        catalogue.put("DPM++ 2M", new DpmPlusPlus2M(false));
        catalogue.put("DPM++ 2M Karras", new DpmPlusPlus2M(true));
        return catalogue;
    }

    /** The names in the order in which a dialog shows them. */
    public static List<String> names() {
        return List.copyOf(CATALOGUE.keySet());
    }

    /**
     * The sampler of a name, upper and lower case being the same.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static Sampler named(String name) {
        return CATALOGUE.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name.strip()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown sampler \""
                                                + name
                                                + "\"; choose one of: "
                                                + String.join(", ", names())));
    }

    /**
     * DDIM with fresh noise.
     *
     * @param eta share of DDPM's noise, 0 to 1; the catalogue's DDIM has 0
     * @throws IllegalArgumentException if eta is outside that range
     */
    public static Sampler ddim(double eta) {
        return new Ddim(eta);
    }

    /**
     * The sampler that a model's scheduler folder asks for.
     *
     * @throws IllegalArgumentException if it asks for something that no sampler here does
     */
    public static Sampler forScheduler(SchedulerConfig config) {
        if (!config.unsupported().isEmpty()) throw refusal(config, config.unsupported().toString());
        boolean karras = config.karrasSigmas();
        return switch (config.className()) {
            case "DDPMScheduler" -> new Ddpm();
            case "DDIMScheduler" -> new Ddim(0);
            case "PNDMScheduler" -> new Pndm();
            case "EulerDiscreteScheduler" -> new Euler(karras);
            case "EulerAncestralDiscreteScheduler" -> new EulerAncestral();
            case "DPMSolverMultistepScheduler" -> dpmSolver(config);
            default -> throw refusal(config, "this class");
        };
    }

    private static Sampler dpmSolver(SchedulerConfig config) {
        if (config.algorithmType().startsWith("sde")) {
            throw refusal(config, "algorithm_type = " + config.algorithmType());
        }
        return new DpmPlusPlus2M(config.karrasSigmas());
    }

    private static IllegalArgumentException refusal(SchedulerConfig config, String what) {
        return new IllegalArgumentException(
                "the model's scheduler "
                        + config.className()
                        + " asks for "
                        + what
                        + ", which is not available; name a sampler instead: "
                        + String.join(", ", names()));
    }
}
