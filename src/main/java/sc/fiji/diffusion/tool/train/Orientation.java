// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.train.data.Augmentation;

/** Which orientations of an image show the same. */
public enum Orientation {
    /** Only its own. */
    FIXED("fixed", false, false),
    /** Left and right may be exchanged. */
    MIRRORED("mirrored", true, false),
    /** Any: mirrored, upside down, turned by right angles. */
    ANY("any", true, true);

    private final String label;
    private final boolean mirrored;
    private final boolean turned;

    Orientation(String label, boolean mirrored, boolean turned) {
        this.label = label;
        this.mirrored = mirrored;
        this.turned = turned;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Orientation::label).toList();
    }

    /**
     * The orientation of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static Orientation named(String name) {
        return Choice.named("orientation", name, values(), Orientation::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }

    /** What may be changed about an image. */
    Augmentation augmentation(double intensity) {
        return new Augmentation(mirrored, turned, turned, intensity);
    }
}
