// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** Where the selections come from. */
public enum SelectionSource {
    /** The selection of the image, on every plane that is worked on. */
    ACTIVE("active"),
    /** Every selection of the ROI Manager, each on the planes of its position. */
    ROI_MANAGER("ROI Manager"),
    /** Every selection with an area in the overlay, each on the planes of its position. */
    OVERLAY("overlay");

    private final String label;

    SelectionSource(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SelectionSource::label).toList();
    }

    /**
     * The value of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static SelectionSource named(String name) {
        return Choice.named("selections", name, values(), SelectionSource::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
