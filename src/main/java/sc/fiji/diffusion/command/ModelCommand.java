// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.pipeline.Progress;

/** A command that makes one image with a model. */
public abstract class ModelCommand extends DiffusionCommand {

    @Parameter(
            label = "Model",
            description = "A model in the models folder; in macros also the path of a model.",
            persist = false)
    private String model = ModelLibrary.DEFAULT;

    /** Makes the image. */
    protected abstract ImagePlus make(Progress progress) throws IOException;

    @Override
    protected final void execute(Progress progress) throws IOException {
        show(make(progress));
    }

    @Override
    protected final String preparing() {
        return model;
    }

    /** The name or path of the model. */
    protected final String model() {
        return model;
    }
}
