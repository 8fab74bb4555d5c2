// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** What a model sees of an image. */
public enum CropMode {
    /** All of it: scaled such that the shorter side fits, and as much of the longer one. */
    WHOLE("whole image"),
    /** Square patches at full resolution. */
    PATCHES("patches");

    private final String label;

    CropMode(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(CropMode::label).toList();
    }

    /**
     * The mode of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static CropMode named(String name) {
        return Choice.named("crop", name, values(), CropMode::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
