// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import java.util.List;
import java.util.stream.Stream;
import sc.fiji.diffusion.image.Choice;

/** What {@code Models...} can do. */
public enum ModelAction {
    /** Opens the window; without a display, lists. */
    WINDOW("window"),
    /** Lists the installed models in the log. */
    LIST("list"),
    /** Compares a model's files with their published hashes. */
    CHECK("check"),
    /** Installs a model from this machine. */
    INSTALL("install"),
    /** Downloads a model and installs it. */
    DOWNLOAD("download"),
    /** Takes away what unfinished downloads and installs have left. */
    REMOVE_LEFTOVERS("remove leftovers"),
    /** Frees the memory of the loaded model. */
    RELEASE("release"),
    /** Installs PyTorch for CUDA. */
    INSTALL_GPU("install GPU libraries");

    private final String label;

    ModelAction(String label) {
        this.label = label;
    }

    /** The name in macros. */
    public String label() {
        return label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Stream.of(values()).map(ModelAction::label).toList();
    }

    /**
     * The action of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static ModelAction named(String name) {
        return Choice.named("action", name, values(), ModelAction::label);
    }
}
