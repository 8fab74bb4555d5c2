// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.util.Arrays;
import java.util.List;

/** Parameters that belong together, and are folded away together because most people leave them. */
public enum FieldGroup {
    /** What is used in place of the model's own parts. */
    MODEL("Parts of the model", "vae", "lora", "embeddings", "clipskip"),
    /** How noise becomes an image. */
    SAMPLING(
            "Sampling",
            "negative",
            "steps",
            "guidance",
            "rescale",
            "sampler",
            "sigmas",
            "spacing",
            "eta",
            "prediction"),
    /** How the patch fits its surroundings. */
    REPAINTING("Patch and surroundings", "fill", "area", "context", "feather", "range", "resample"),
    /** What is worked on. */
    PLACES("Selections, slices and channels", "selections", "mask", "slices", "channels", "seeds"),
    /** What comes out. */
    RESULT("Result", "width", "height", "output", "target"),
    /** All that no other group has. */
    MORE("More");

    private final String label;
    private final List<String> keys;

    FieldGroup(String label, String... keys) {
        this.label = label;
        this.keys = List.of(keys);
    }

    /** The group of a parameter. */
    public static FieldGroup of(String key) {
        return Arrays.stream(values())
                .filter(group -> group.keys.contains(key))
                .findFirst()
                .orElse(MORE);
    }

    /** For users. */
    public String label() {
        return label;
    }
}
