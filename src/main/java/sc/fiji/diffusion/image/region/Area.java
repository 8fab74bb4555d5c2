// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** How much of an image a model sees when it repaints a selection. */
public enum Area {
    /** The selection with some surroundings, scaled to the size that the model was made for. */
    SELECTION("selection"),
    /** The whole image at its own size. */
    WHOLE_IMAGE("whole image");

    private final String label;

    Area(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Area::label).toList();
    }

    /**
     * The area of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static Area named(String name) {
        return Choice.named("area", name, values(), Area::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
