// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Records as the paragraph for the methods section of a paper: what was done in the order in which
 * it was done, with which model, and every setting that someone else needs.
 */
public final class MethodsText {

    private static final String REFERENCES =
            "References: Ho and Salimans (2022) arXiv:2207.12598; Rombach et al. (2022) CVPR,"
                    + " doi:10.1109/CVPR52688.2022.01042; Schneider et al. (2012) Nature Methods"
                    + " 9:671, doi:10.1038/nmeth.2089.";

    /** Entries that say where and how fast something ran, or that only software reads. */
    private static final List<String> LEFT_OUT =
            List.of("seconds per step", "generated pixels", "input display range", "output");

    private static final String SAMPLER = "sampler";

    /** The value of a setting that adds nothing to what is said of the model. */
    private static final String LEFT_TO_MODEL = "model default";

    private final Provenance record;
    private final Map<String, String> left;

    private MethodsText(Provenance record) {
        this.record = record;
        this.left = new LinkedHashMap<>(record.settings());
        left.keySet().removeAll(LEFT_OUT);
        left.keySet().removeIf(key -> key.startsWith("given ") || key.startsWith("input "));
        left.values().removeIf(String::isEmpty);
        left.entrySet()
                .removeIf(e -> e.getValue().equals(LEFT_TO_MODEL) && !e.getKey().equals(SAMPLER));
    }

    /**
     * The paragraph, and a line with the references that it cites.
     *
     * @param records what was done, the last thing first
     */
    public static String of(List<Provenance> records) {
        List<String> steps = new ArrayList<>();
        for (Provenance record : records) steps.add(0, new MethodsText(record).sentences());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.size() > 1) text.append('(').append(i + 1).append(") ");
            text.append(steps.get(i)).append(i + 1 < steps.size() ? " " : "\n\n");
        }
        return text.append(REFERENCES).toString();
    }

    private String sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(what());
        if (left.containsKey("model")) sentences.add(model());
        if (left.containsKey(SAMPLER)) sentences.add(sampling());
        if (record.share() == AiShare.PARTLY) {
            sentences.add("All pixels outside of it kept their original values.");
        }
        if (!left.isEmpty()) sentences.add(others());
        return String.join(" ", sentences);
    }

    private String what() {
        String by =
                String.format(
                        Locale.ROOT,
                        " with \"%s\" of %s, a plugin for ImageJ (Schneider et al., 2012).",
                        record.task(),
                        record.software());
        String input = take("input");
        String from = input.isEmpty() ? "" : " from the image \"" + input + "\"";
        String selection = take("selection");
        return switch (record.share()) {
            case WHOLLY -> "The image was generated" + from + by;
            case PARTLY -> "A part of the image" + bracketed(selection) + " was repainted" + by;
            case NOT -> "The image was computed" + from + by;
        };
    }

    private String model() {
        String text =
                "The latent diffusion model (Rombach et al., 2022) was \"" + take("model") + "\"";
        String hash = take("model SHA-256");
        if (!hash.isEmpty()) text += " (SHA-256 of its weights: " + hash + ")";
        String prompt = take("prompt");
        String negative = take("negative");
        if (record.settings().containsKey("prompt")) {
            text +=
                    prompt.isEmpty()
                            ? ", without a prompt"
                            : ", with the prompt \"" + prompt + "\"";
        }
        if (!negative.isEmpty()) text += " and the negative prompt \"" + negative + "\"";
        return text + ".";
    }

    private String sampling() {
        String sampler = take(SAMPLER);
        boolean own = sampler.equals(LEFT_TO_MODEL);
        String text = "Images were sampled by " + (own ? "the model's default method" : sampler);
        String steps = take("steps");
        String run = take("effective steps");
        text += run.isEmpty() || run.equals(steps) ? "" : ", " + run + " of";
        text += (text.endsWith("of") ? " " : ", ") + steps + " steps";
        String strength = take("strength");
        if (!strength.isEmpty()) text += " at strength " + strength;
        text += guidance(take("guidance")) + seeds(take("seed"), take("count"));
        String device = take("device");
        return text + (device.isEmpty() ? "." : ", on " + device + ".");
    }

    private static String guidance(String scale) {
        if (scale.isEmpty()) return "";
        return scale.matches("\\+?0*1(\\.0*)?")
                ? ", without guidance"
                : ", with classifier-free guidance (Ho and Salimans, 2022) of scale " + scale;
    }

    private static String seeds(String seed, String count) {
        if (seed.isEmpty()) return "";
        if (count.isEmpty() || count.equals("1")) return ", with the random seed " + seed;
        String times = ", " + count + " times with the random seeds ";
        try {
            return times + seed + " to " + (Long.parseLong(seed) + Long.parseLong(count) - 1);
        } catch (NumberFormatException e) { // no run wrote it, but it is what the record says
            return times + "from " + seed + " on";
        }
    }

    private String others() {
        List<String> others = new ArrayList<>();
        left.forEach((key, value) -> others.add(key + " " + value));
        return "Other settings: " + String.join("; ", others) + ".";
    }

    private static String bracketed(String text) {
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private String take(String key) {
        String value = left.remove(key);
        return value == null ? "" : value;
    }
}
