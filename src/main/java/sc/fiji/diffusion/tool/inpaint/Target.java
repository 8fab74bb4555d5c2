// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** Where the result goes. */
public enum Target {
    /** A copy of the image. */
    NEW_IMAGE("new image"),
    /** The image itself, which is written to when all is done. */
    IN_PLACE("in place");

    private final String label;

    Target(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Target::label).toList();
    }

    /**
     * The value of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static Target named(String name) {
        return Choice.named("target", name, values(), Target::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
