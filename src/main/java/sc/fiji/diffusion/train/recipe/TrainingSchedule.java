// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import com.google.gson.Gson;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SchedulerConfig;

/** The noise schedules that a model can be trained with. All end without any signal. */
public enum TrainingSchedule {
    /** A squared cosine (Nichol and Dhariwal 2021, eq. 17). */
    COSINE,
    /** Equal steps in beta (Ho et al. 2020, sec. 4). */
    LINEAR,
    /**
     * The cosine, shifted to more noise for images larger than 64 pixels, whose pixels say more
     * about each other (Hoogeboom et al. 2023, eq. 7).
     */
    SHIFTED;

    private static final int TIMESTEPS = 1000;
    private static final double SHIFT_SIZE = 64;

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(TrainingSchedule::label).toList();
    }

    /** The name that users see. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The schedule of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static TrainingSchedule named(String name) {
        for (TrainingSchedule s : values()) if (s.label().equalsIgnoreCase(name)) return s;
        throw new IllegalArgumentException(
                "unknown schedule \"" + name + "\"; choose one of: " + String.join(", ", names()));
    }

    /**
     * The scheduler_config.json of a model trained so, for DDIM sampling from the last timestep on
     * (Lin et al. 2024: zero terminal SNR and trailing timesteps, without which nothing can become
     * quite dark or quite bright).
     *
     * @param side of the trained samples in pixels
     * @param clip whether samples are kept within [-1, 1], as pixels are
     */
    String config(Prediction prediction, int side, boolean clip) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "DDIMScheduler");
        config.put("_diffusers_version", "0.36.0");
        config.put("num_train_timesteps", TIMESTEPS);
        config.put("beta_start", 0.0001);
        config.put("beta_end", 0.02);
        config.put("beta_schedule", this == LINEAR ? "linear" : "squaredcos_cap_v2");
        config.put("trained_betas", this == SHIFTED ? shifted(side) : null);
        config.put("clip_sample", clip);
        config.put("clip_sample_range", 1.0);
        config.put("prediction_type", prediction.key());
        config.put("rescale_betas_zero_snr", prediction != Prediction.EPSILON);
        config.put("set_alpha_to_one", true);
        config.put("steps_offset", 0);
        config.put("timestep_spacing", "trailing");
        return new Gson().newBuilder().setPrettyPrinting().serializeNulls().create().toJson(config);
    }

    /** Betas whose SNR is that of the cosine times (64 / side) squared. */
    private static List<Double> shifted(int side) {
        double factor = Math.pow(SHIFT_SIZE / Math.max(SHIFT_SIZE, side), 2);
        NoiseSchedule cosine =
                NoiseSchedule.of(
                        SchedulerConfig.parse(
                                "{\"_class_name\": \"DDIMScheduler\","
                                        + " \"beta_schedule\": \"squaredcos_cap_v2\"}"));
        Double[] betas = new Double[TIMESTEPS];
        double before = 1;
        for (int t = 0; t < TIMESTEPS; t++) {
            double snr = factor * cosine.alphaBar(t) / (1 - cosine.alphaBar(t));
            double alphaBar = snr / (1 + snr);
            betas[t] = 1 - alphaBar / before;
            before = alphaBar;
        }
        return List.of(betas);
    }
}
