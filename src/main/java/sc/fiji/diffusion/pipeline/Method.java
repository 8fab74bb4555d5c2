// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.sampler.Sampler;
import sc.fiji.diffusion.sampler.Samplers;
import sc.fiji.diffusion.sampler.SamplingPlan;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.schedule.Spacing;

/**
 * How the noise is taken away: the sampler, and how its steps are spread. Each may be left to the
 * model's scheduler folder. A sampler that is named brings its own sigmas (those of Karras, if its
 * name says so).
 *
 * @param sampler a name of {@link Samplers#names}, or {@value #MODEL_DEFAULT}
 * @param sigmas a name of {@link SigmaSpacing#names}, or {@value #MODEL_DEFAULT}
 * @param spacing a name of {@link Spacing#names} for the timesteps, or {@value #MODEL_DEFAULT}
 * @param eta share of fresh noise of the samplers DDIM and TCD, 0 to 1; 0 for all others
 */
public record Method(String sampler, String sigmas, String spacing, double eta) {

    /** What the model's own scheduler folder says. */
    public static final String MODEL_DEFAULT = "model default";

    /** Everything as the model's scheduler folder says. */
    public static final Method OF_MODEL = of(MODEL_DEFAULT);

    /** Checks the names, and that they go together. */
    public Method {
        if (!isDefault(spacing)) Spacing.named(spacing);
        if (!isDefault(sigmas)) SigmaSpacing.named(sigmas);
        if (!isDefault(sampler)) {
            Sampler named = adjust(Samplers.named(sampler), sigmas, eta);
            if (!isDefault(spacing)) requireSpacing(named, sampler);
        }
    }

    /** A sampler with the sigmas of its name, and the model's spacing. */
    public static Method of(String sampler) {
        return new Method(sampler, MODEL_DEFAULT, MODEL_DEFAULT, 0);
    }

    /**
     * What a sampler, sigmas or spacing can be chosen from: the model's default, then the names.
     */
    public static List<String> choices(List<String> names) {
        List<String> choices = new ArrayList<>(List.of(MODEL_DEFAULT));
        choices.addAll(names);
        return choices;
    }

    /**
     * The sampler.
     *
     * @throws IllegalArgumentException if the model's scheduler asks for what no sampler here does,
     *     or for a sampler that does not go with the sigmas or the spacing
     */
    Sampler sampler(SchedulerConfig config) {
        if (!isDefault(sampler)) return adjust(Samplers.named(sampler), sigmas, eta);
        Sampler own = adjust(Samplers.forScheduler(config), sigmas, eta);
        if (!isDefault(spacing)) requireSpacing(own, config.className());
        return own;
    }

    /**
     * The same with the names of what a model's scheduler folder leaves to choose. Timesteps that
     * are the sampler's own stay {@value #MODEL_DEFAULT}.
     *
     * @throws IllegalArgumentException as {@link #sampler(SchedulerConfig)} does
     */
    public Method spelledOut(SchedulerConfig config) {
        boolean own = isDefault(sampler);
        Sampler base = own ? Samplers.forScheduler(config) : Samplers.named(sampler);
        String timesteps =
                base.hasOwnSpacing() || !isDefault(spacing)
                        ? spacing
                        : config.spacing().map(Spacing::key).orElse(spacing);
        return new Method(
                Samplers.nameOf(base),
                isDefault(sigmas) ? base.sigmas().label() : SigmaSpacing.named(sigmas).label(),
                timesteps,
                eta);
    }

    /** The plan of a sampler for a model. */
    SamplingPlan plan(Sampler sampler, DiffusionModel model, int steps) {
        NoiseSchedule schedule = model.schedule();
        return sampler.plan(chosenSpacing().map(schedule::withSpacing).orElse(schedule), steps);
    }

    private Optional<Spacing> chosenSpacing() {
        return isDefault(spacing) ? Optional.empty() : Optional.of(Spacing.named(spacing));
    }

    private static Sampler adjust(Sampler named, String sigmas, double eta) {
        Sampler noisy = named.withEta(eta);
        return isDefault(sigmas) ? noisy : noisy.withSigmas(SigmaSpacing.named(sigmas));
    }

    private static void requireSpacing(Sampler sampler, String name) {
        if (sampler.hasOwnSpacing()) {
            throw new IllegalArgumentException(
                    "spacing cannot be chosen for "
                            + name
                            + ", which has timesteps of its own; leave spacing out");
        }
    }

    private static boolean isDefault(String name) {
        return name.equalsIgnoreCase(MODEL_DEFAULT);
    }
}
