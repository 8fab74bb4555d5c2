// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.model.PixelModel;
import sc.fiji.diffusion.tool.Models;

/**
 * Which model is looked at, and with which text.
 *
 * @param model a name in a models folder, or a path: a latent model, or one of pixels
 * @param prompt what the image shows, for a latent model; may be empty
 * @param guidance guidance scale; 1 for none
 */
public record Spaces(String model, String prompt, double guidance) {

    /** Checks the guidance. */
    public Spaces {
        if (!(guidance >= 0 && guidance <= 100)) {
            throw new IllegalArgumentException(
                    "guidance must be between 0 and 100, was " + guidance + "; 1 is none");
        }
    }

    /** Without guidance. */
    public static Spaces of(String model, String prompt) {
        return new Spaces(model, prompt, 1);
    }

    /** What is done with an opened space. */
    @FunctionalInterface
    public interface Task<T> {

        /** Uses the space, which is closed or kept afterwards as its model is. */
        T run(Space space) throws IOException;
    }

    /**
     * Opens the model and runs a task.
     *
     * @throws IOException if the model is unknown or damaged
     */
    public <T> T with(Task<T> task) throws IOException {
        Path path = Models.shared().find(model);
        if (!PixelModel.isModel(path)) {
            return Models.shared()
                    .with(
                            ModelSpec.of(path),
                            loaded -> task.run(LatentSpace.of(loaded, prompt, guidance)));
        }
        if (!prompt.isBlank()) {
            throw new IllegalArgumentException(
                    "model " + path.getFileName() + " takes no text; leave the prompt empty");
        }
        try (PixelModel opened = PixelModel.open(path)) {
            return task.run(new PixelSpace(opened));
        }
    }
}
