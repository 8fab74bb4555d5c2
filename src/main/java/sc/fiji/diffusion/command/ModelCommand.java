// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Models;

/** A command that makes one image with a model. */
public abstract class ModelCommand extends DiffusionCommand {

    @Parameter(
            label = "Model",
            description = "A model in the models folder; in macros also the path of a model.",
            persist = false)
    private String model = ModelLibrary.DEFAULT;

    @Parameter(
            label = "VAE (empty: the model's own)",
            description =
                    "Another autoencoder: a file or folder in the models folder, or its path.",
            required = false,
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String vae = "";

    @Parameter(
            label = "LoRA (name:weight, ...)",
            description = "Adapters in the folder lora beside the models, or their paths.",
            required = false,
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String lora = "";

    @Parameter(
            label = "Embeddings (name, ...)",
            description =
                    "Textual inversions in the folder embeddings beside the models, or their paths.",
            required = false,
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String embeddings = "";

    @Parameter(
            label = "Prediction",
            description =
                    "What the network predicts; only for models whose files do not say it right.",
            choices = {"model default", "epsilon", "v_prediction", "sample"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String prediction = ModelSpec.MODEL_DEFAULT;

    /** Makes the image; null if there is none to show. */
    protected abstract ImagePlus make(Progress progress) throws IOException;

    @Override
    protected final void execute(Progress progress) throws IOException {
        ImagePlus made = make(progress);
        if (made != null) show(made);
    }

    @Override
    protected final String preparing() {
        return model;
    }

    /** Loads the model and lets a task look at it. */
    final <T> T withModel(Models.ModelTask<T> task) throws IOException {
        return Models.shared().with(model(), task);
    }

    /** The model, and what is used in place of its own parts. */
    protected final ModelSpec model() {
        return new ModelSpec(
                model,
                orEmpty(vae),
                prediction,
                Lora.parse(orEmpty(lora), Models.shared()::hasLora),
                ModelSpec.names(orEmpty(embeddings), Models.shared()::hasEmbedding));
    }
}
