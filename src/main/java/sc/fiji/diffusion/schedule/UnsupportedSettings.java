// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The settings of a scheduler that change what it computes and that no sampler here follows. */
final class UnsupportedSettings {

    private static final JsonElement NO = new JsonPrimitive(false);
    private static final JsonElement YES = new JsonPrimitive(true);

    private static final String SDE = "sde-dpmsolver++";

    /** For each such key the values that are followed; an absent key is, save for PNDM's. */
    private static final Map<String, List<JsonElement>> FOLLOWED =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("use_beta_sigmas", List.of(NO)),
                            Map.entry("use_lu_lambdas", List.of(NO)),
                            Map.entry("use_flow_sigmas", List.of(NO)),
                            Map.entry("use_dynamic_shifting", List.of(NO)),
                            Map.entry("skip_prk_steps", List.of(YES)),
                            Map.entry("original_inference_steps", List.of(new JsonPrimitive(50))),
                            Map.entry("timestep_scaling", List.of(new JsonPrimitive(10))),
                            Map.entry("predict_x0", List.of(YES)),
                            Map.entry("disable_corrector", List.of(new JsonArray())),
                            Map.entry("solver_order", List.of(new JsonPrimitive(2))),
                            Map.entry("solver_type", texts("midpoint", "logrho", "bh2")),
                            Map.entry("algorithm_type", texts("dpmsolver++", SDE, "deis")),
                            Map.entry("interpolation_type", texts("linear")),
                            Map.entry("timestep_type", texts("discrete")),
                            Map.entry("final_sigmas_type", texts("zero", "sigma_min")),
                            Map.entry("variance_type", texts("fixed_small")),
                            Map.entry("lambda_min_clipped", texts("-Infinity")),
                            Map.entry("sigma_min", List.of()),
                            Map.entry("sigma_max", List.of())));

    /** The class whose sampler draws no noise. */
    static final String SINGLE_STEP = "DPMSolverSinglestepScheduler";

    /** The others end with a step of first order in any case, since they end at sigma 0. */
    private static final Set<String> LOWER_ORDER_MATTERS =
            Set.of("DEISMultistepScheduler", "UniPCMultistepScheduler");

    /** The samplers of these end at sigma 0 in any case. */
    private static final Set<String> ENDS_AT_ZERO = Set.of(SINGLE_STEP, "EulerDiscreteScheduler");

    private UnsupportedSettings() {}

    /** Each as {@code key = value}. */
    static List<String> in(ConfigValues values, String className) {
        List<String> found = new ArrayList<>();
        FOLLOWED.forEach(
                (key, followed) -> {
                    Optional<JsonElement> value = values.get(key);
                    if (value.isPresent() && !followed.contains(value.get())) {
                        found.add(key + " = " + value.get());
                    }
                });
        if (className.equals("PNDMScheduler") && values.get("skip_prk_steps").isEmpty()) {
            found.add("skip_prk_steps = false");
        }
        if (className.equals(SINGLE_STEP) && values.text("algorithm_type", "").equals(SDE)) {
            found.add("algorithm_type = \"" + SDE + "\"");
        }
        if (!values.flag("lower_order_final", true)
                && (LOWER_ORDER_MATTERS.contains(className) || endsAboveZero(values))) {
            found.add("lower_order_final = false");
        }
        if (values.flag("euler_at_final", false) && endsAboveZero(values)) {
            found.add("euler_at_final = true");
        }
        if (ENDS_AT_ZERO.contains(className) && endsAboveZero(values)) {
            found.add("final_sigmas_type = \"sigma_min\"");
        }
        return found;
    }

    private static boolean endsAboveZero(ConfigValues values) {
        return values.text("final_sigmas_type", "zero").equals("sigma_min");
    }

    private static List<JsonElement> texts(String... texts) {
        return List.of(texts).stream().map(text -> (JsonElement) new JsonPrimitive(text)).toList();
    }
}
