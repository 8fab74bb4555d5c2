// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.io.IOException;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tool.Models;

/**
 * Which model is looked at, and with which text.
 *
 * @param model the model, of latents or of pixels
 * @param prompt what the image shows; empty for a model that looks at no text
 * @param guidance guidance scale; 1 for none
 */
public record Spaces(ModelSpec model, String prompt, double guidance) {

    /** Checks the guidance. */
    public Spaces {
        if (!(guidance >= 0 && guidance <= 100)) {
            throw new IllegalArgumentException(
                    "guidance must be between 0 and 100, was " + guidance + "; 1 is none");
        }
    }

    /** Without guidance. */
    public static Spaces of(ModelSpec model, String prompt) {
        return new Spaces(model, prompt, 1);
    }

    /** What is done with an opened space. */
    @FunctionalInterface
    interface Task<T> {

        /** Uses the space, whose model stays open afterwards. */
        T run(Space space) throws IOException;
    }

    /**
     * Opens the model and runs a task.
     *
     * @throws IOException if the model is unknown or damaged
     */
    <T> T with(Task<T> task) throws IOException {
        return Models.shared().with(model, loaded -> task.run(new Space(loaded, prompt, guidance)));
    }
}
