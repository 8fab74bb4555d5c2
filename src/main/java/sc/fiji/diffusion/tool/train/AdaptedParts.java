// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** Which networks of a model an adapter changes. */
public enum AdaptedParts {
    /** The U-Net and the text encoder, so that new words can be learned. */
    ALL("U-Net and text encoder"),
    /** The U-Net alone. */
    UNET("U-Net");

    private final String label;

    AdaptedParts(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(AdaptedParts::label).toList();
    }

    /**
     * The parts of a name.
     *
     * @throws IllegalArgumentException if there are none, listing the names
     */
    public static AdaptedParts named(String name) {
        return Choice.named("parts", name, values(), AdaptedParts::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
