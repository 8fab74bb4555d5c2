// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** Which slices and frames are repainted. */
public enum SliceChoice {
    /** The slice and frame that is shown. */
    CURRENT("current"),
    /** Every slice of every frame. */
    ALL("all");

    private final String label;

    SliceChoice(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SliceChoice::label).toList();
    }

    /**
     * The value of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static SliceChoice named(String name) {
        return Choice.named("slices", name, values(), SliceChoice::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
