// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static sc.fiji.diffusion.schedule.SigmaSpacing.KARRAS;
import static sc.fiji.diffusion.schedule.SigmaSpacing.SCHEDULE;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.schedule.SigmaSpacing;

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
        catalogue.put("PNDM", new Pndm(true));
        catalogue.put("Euler", new Euler(SCHEDULE));
        catalogue.put("Euler a", new EulerAncestral(SCHEDULE));
        catalogue.put("DPM++ 2M", new DpmPlusPlus2M(SCHEDULE));
        catalogue.put("DPM++ 2M Karras", new DpmPlusPlus2M(KARRAS));
        catalogue.put("DPM++ 2M SDE", new DpmPlusPlus2MSde(SCHEDULE));
        catalogue.put("DPM++ 3M SDE", new DpmPlusPlus3MSde(SCHEDULE));
        catalogue.put("DPM++ SDE", new DpmPlusPlusSde(SCHEDULE));
        catalogue.put("DPM++ 2S", new DpmPlusPlus2S(SCHEDULE));
        catalogue.put("Euler Karras", new Euler(KARRAS));
        catalogue.put("Heun", new Heun(SCHEDULE));
        catalogue.put("DPM2", new Dpm2(0, SCHEDULE));
        catalogue.put("DPM2 a", new Dpm2(1, SCHEDULE));
        catalogue.put("LMS", new Lms(SCHEDULE));
        catalogue.put("DEIS", new Deis(SCHEDULE));
        catalogue.put("UniPC", new UniPc(SCHEDULE));
        catalogue.put("UniPC Karras", new UniPc(KARRAS));
        catalogue.put("LCM", new Lcm());
        catalogue.put("TCD", new Tcd(0));
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
     * The name of a sampler, which tells its sigmas only where the catalogue has one for them.
     *
     * @param sampler one of the catalogue, or one of these with other sigmas
     */
    public static String nameOf(Sampler sampler) {
        Sampler plain = sampler.withSigmas(SCHEDULE);
        return Stream.of(sampler, plain)
                .flatMap(s -> names().stream().filter(name -> named(name).equals(s)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no name for " + sampler));
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
     * TCD with fresh noise.
     *
     * @param eta the paper's gamma, 0 to 1; the catalogue's TCD has 0
     * @throws IllegalArgumentException if eta is outside that range
     */
    public static Sampler tcd(double eta) {
        return new Tcd(eta);
    }

    /**
     * The sampler that a model's scheduler folder asks for.
     *
     * @throws IllegalArgumentException if it asks for something that no sampler here does
     */
    public static Sampler forScheduler(SchedulerConfig config) {
        if (!config.unsupported().isEmpty()) {
            throw refusal(config, String.join(", ", config.unsupported()));
        }
        SigmaSpacing sigmas = config.sigmas();
        return switch (config.className()) {
            case "DDPMScheduler" -> new Ddpm();
            case "DDIMScheduler" -> new Ddim(0);
            case "PNDMScheduler" -> new Pndm(true);
            case "EulerDiscreteScheduler" -> new Euler(sigmas);
            case "EulerAncestralDiscreteScheduler" -> new EulerAncestral(sigmas);
            case "HeunDiscreteScheduler" -> new Heun(sigmas);
            case "LMSDiscreteScheduler" -> new Lms(sigmas);
            case "KDPM2DiscreteScheduler" -> new Dpm2(0, sigmas);
            case "KDPM2AncestralDiscreteScheduler" -> new Dpm2(1, sigmas);
            case "DPMSolverMultistepScheduler" ->
                    config.algorithmType().startsWith("sde")
                            ? new DpmPlusPlus2MSde(sigmas)
                            : new DpmPlusPlus2M(sigmas);
            case "DPMSolverSinglestepScheduler" -> new DpmPlusPlus2S(sigmas);
            case "DPMSolverSDEScheduler" -> new DpmPlusPlusSde(sigmas);
            case "DEISMultistepScheduler" -> new Deis(sigmas);
            case "UniPCMultistepScheduler" -> new UniPc(sigmas);
            case "LCMScheduler" -> new Lcm();
            case "TCDScheduler" -> new Tcd(0);
            default ->
                    throw new IllegalArgumentException(
                            config.className()
                                    + " is no known scheduler class; choose one of: "
                                    + String.join(", ", SchedulerConfig.CLASS_NAMES));
        };
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
