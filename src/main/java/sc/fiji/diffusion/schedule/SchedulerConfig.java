// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sc.fiji.diffusion.json.ModelText;

/**
 * The settings in a model's {@code scheduler/scheduler_config.json}. A key that is missing has the
 * default that diffusers 0.36.0 gives it for the named class; keys that mean nothing here are
 * ignored.
 *
 * @param className the scheduler class, such as {@code EulerDiscreteScheduler}
 * @param trainTimesteps timesteps of training, 1 to 100,000
 * @param betaStart the first beta, in (0, 1)
 * @param betaEnd the last beta, in (0, 1)
 * @param betaSchedule how beta grows between the two
 * @param trainedBetas all betas one by one, or empty if the schedule above says them
 * @param rescaleZeroSnr whether the betas are rescaled so that the last timestep has no signal
 * @param prediction what the network's output means
 * @param spacing how timesteps are spaced; empty leaves it to the sampler
 * @param stepsOffset what leading spacing adds to each timestep, at most the timesteps of training
 * @param setAlphaToOne whether the last step ends at sigma 0; empty leaves it to the sampler
 * @param thresholding how denoised samples are kept within the data's range
 * @param sigmas how sigmas are spread
 * @param endsAtSigmaMin whether the last step ends at the sigma of timestep 0 instead of 0
 * @param algorithmType the variant of DPM-Solver, such as {@code dpmsolver++}
 * @param unsupported settings, as {@code key = value}, that ask for something that no sampler here
 *     does; they matter when the model's own scheduler is to be used
 */
public record SchedulerConfig(
        String className,
        int trainTimesteps,
        double betaStart,
        double betaEnd,
        BetaSchedule betaSchedule,
        List<Double> trainedBetas,
        boolean rescaleZeroSnr,
        Prediction prediction,
        Optional<Spacing> spacing,
        int stepsOffset,
        Optional<Boolean> setAlphaToOne,
        Thresholding thresholding,
        SigmaSpacing sigmas,
        boolean endsAtSigmaMin,
        String algorithmType,
        List<String> unsupported) {

    /** The classes that can be read. */
    public static final List<String> CLASS_NAMES =
            List.of(
                    "DDPMScheduler",
                    "DDIMScheduler",
                    "PNDMScheduler",
                    "EulerDiscreteScheduler",
                    "EulerAncestralDiscreteScheduler",
                    "DPMSolverMultistepScheduler",
                    "DPMSolverSinglestepScheduler",
                    "DPMSolverSDEScheduler",
                    "LMSDiscreteScheduler",
                    "HeunDiscreteScheduler",
                    "KDPM2DiscreteScheduler",
                    "KDPM2AncestralDiscreteScheduler",
                    "DEISMultistepScheduler",
                    "UniPCMultistepScheduler",
                    "LCMScheduler",
                    "TCDScheduler");

    /** Far beyond any real training; keeps a hostile file from filling the memory. */
    private static final int MOST_TIMESTEPS = 100_000;

    private static final Set<String> CLIP_BY_DEFAULT = Set.of("DDPMScheduler", "DDIMScheduler");

    /** In these classes the keys that spread the sigmas have a meaning. */
    private static final Set<String> SPREADS_SIGMAS =
            Set.of(
                    "EulerDiscreteScheduler",
                    "DPMSolverMultistepScheduler",
                    "DPMSolverSinglestepScheduler",
                    "DPMSolverSDEScheduler",
                    "LMSDiscreteScheduler",
                    "HeunDiscreteScheduler",
                    "KDPM2DiscreteScheduler",
                    "KDPM2AncestralDiscreteScheduler",
                    "DEISMultistepScheduler",
                    "UniPCMultistepScheduler");

    private static final Set<String> LATENT_BETAS =
            Set.of(
                    "HeunDiscreteScheduler",
                    "DPMSolverSDEScheduler",
                    "KDPM2DiscreteScheduler",
                    "KDPM2AncestralDiscreteScheduler",
                    "LCMScheduler",
                    "TCDScheduler");

    private static final Set<String> SCALED_LINEAR = Set.of("LCMScheduler", "TCDScheduler");

    /** Checks the ranges and copies the lists. */
    public SchedulerConfig {
        trainedBetas = List.copyOf(trainedBetas);
        unsupported = List.copyOf(unsupported);
        require(
                trainTimesteps >= 1 && trainTimesteps <= MOST_TIMESTEPS,
                trainedBetas.isEmpty() ? "num_train_timesteps" : "trained_betas",
                trainTimesteps,
                (trainedBetas.isEmpty() ? "" : "of a length ") + "from 1 to " + MOST_TIMESTEPS);
        require(
                stepsOffset >= 0 && stepsOffset <= trainTimesteps,
                "steps_offset",
                stepsOffset,
                "from 0 to num_train_timesteps " + trainTimesteps);
        require(betaStart > 0 && betaStart < 1, "beta_start", betaStart, "between 0 and 1");
        require(betaEnd > 0 && betaEnd < 1, "beta_end", betaEnd, "between 0 and 1");
        for (double beta : trainedBetas) {
            require(beta >= 0 && beta < 1, "trained_betas", beta, "between 0 and 1");
        }
    }

    /**
     * Reads a scheduler_config.json.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException naming the file, and the key, value and choices if a value
     *     is wrong
     */
    public static SchedulerConfig read(Path file) throws IOException {
        return read(file, "");
    }

    /**
     * Reads the scheduler_config.json of a model, with those of its settings put right that are
     * older than the pipelines of diffusers 0.36.0, as these do it.
     *
     * @param pipeline the class that the model's {@code model_index.json} names
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException as {@link #read(Path)} does
     */
    public static SchedulerConfig read(Path file, String pipeline) throws IOException {
        String json = ModelText.read(file);
        try {
            return of(OutdatedSettings.corrected(new ConfigValues(json), pipeline));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the text of a scheduler_config.json.
     *
     * @throws IllegalArgumentException if it is no JSON object, or a value is wrong, naming the
     *     key, the value and the choices
     */
    public static SchedulerConfig parse(String json) {
        return of(new ConfigValues(json));
    }

    private static SchedulerConfig of(ConfigValues values) {
        String className = values.choice("_class_name", CLASS_NAMES);
        boolean latentBetas = LATENT_BETAS.contains(className);
        BetaSchedule betaSchedule =
                SCALED_LINEAR.contains(className)
                        ? BetaSchedule.SCALED_LINEAR
                        : BetaSchedule.LINEAR;
        List<Double> trainedBetas = values.numbers("trained_betas");
        return new SchedulerConfig(
                className,
                trainedBetas.isEmpty()
                        ? values.whole("num_train_timesteps", 1000)
                        : trainedBetas.size(),
                values.number("beta_start", latentBetas ? 0.00085 : 0.0001),
                values.number("beta_end", latentBetas ? 0.012 : 0.02),
                values.choice("beta_schedule", BetaSchedule.values(), BetaSchedule::key)
                        .orElse(betaSchedule),
                trainedBetas,
                values.flag("rescale_betas_zero_snr", false),
                values.choice("prediction_type", Prediction.values(), Prediction::key)
                        .orElse(Prediction.EPSILON),
                values.choice("timestep_spacing", Spacing.values(), Spacing::key),
                values.whole("steps_offset", 0),
                values.flag("set_alpha_to_one"),
                thresholding(values, CLIP_BY_DEFAULT.contains(className)),
                sigmas(values, className),
                values.text("final_sigmas_type", "zero").equals("sigma_min"),
                values.text("algorithm_type", "dpmsolver++"),
                UnsupportedSettings.in(values, className));
    }

    /** The same settings with another spacing of timesteps. */
    SchedulerConfig withSpacing(Spacing newSpacing) {
        return new SchedulerConfig(
                className,
                trainTimesteps,
                betaStart,
                betaEnd,
                betaSchedule,
                trainedBetas,
                rescaleZeroSnr,
                prediction,
                Optional.of(newSpacing),
                stepsOffset,
                setAlphaToOne,
                thresholding,
                sigmas,
                endsAtSigmaMin,
                algorithmType,
                unsupported);
    }

    private static Thresholding thresholding(ConfigValues values, boolean clipByDefault) {
        double ratio = values.number("dynamic_thresholding_ratio", 0.995);
        double max = values.number("sample_max_value", 1);
        double range = values.number("clip_sample_range", 1);
        Thresholding fixed = new Thresholding.Static(range);
        if (values.flag("thresholding", false)) return new Thresholding.Dynamic(ratio, max);
        return values.flag("clip_sample", clipByDefault) ? fixed : new Thresholding.None();
    }

    private static SigmaSpacing sigmas(ConfigValues values, String className) {
        boolean karras = values.flag("use_karras_sigmas", false);
        boolean exponential = values.flag("use_exponential_sigmas", false);
        if (!SPREADS_SIGMAS.contains(className)) return SigmaSpacing.SCHEDULE;
        if (karras) return SigmaSpacing.KARRAS;
        return exponential ? SigmaSpacing.EXPONENTIAL : SigmaSpacing.SCHEDULE;
    }

    /** The same with another meaning of the network's output. */
    public SchedulerConfig withPrediction(Prediction other) {
        return new SchedulerConfig(
                className,
                trainTimesteps,
                betaStart,
                betaEnd,
                betaSchedule,
                trainedBetas,
                rescaleZeroSnr,
                other,
                spacing,
                stepsOffset,
                setAlphaToOne,
                thresholding,
                sigmas,
                endsAtSigmaMin,
                algorithmType,
                unsupported);
    }

    private static void require(boolean right, String key, double value, String expected) {
        if (!right) {
            throw new IllegalArgumentException(
                    "\"" + key + "\" must be " + expected + ", was " + value);
        }
    }
}
