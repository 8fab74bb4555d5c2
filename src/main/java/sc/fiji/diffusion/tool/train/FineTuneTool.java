// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.diffusion.engine.Machine;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tool.Devices;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.data.ImageSet;
import sc.fiji.diffusion.train.run.RunFolder;
import sc.fiji.diffusion.train.run.RunPlan;
import sc.fiji.diffusion.train.run.TrainingRun;

/**
 * Fine-tunes an installed model on one's own images by an adapter of low rank (LoRA; Hu et al.
 * 2021). What it leaves is a folder with the adapter in the layout of diffusers, a card, and a
 * folder {@code training} as {@link TrainTool} leaves it; the key {@code lora} takes the folder's
 * name.
 *
 * <pre>{@code
 * AdapterSettings adapter = new AdapterSettings("microscopy-128", 8, AdaptedParts.ALL);
 * new FineTuneTool(data, adapter, 0, steps, "my-nuclei").run(stack, TrainingDisplay.NONE);
 * }</pre>
 *
 * @param data what is learned from; every image needs a caption
 * @param adapter of which model, and how large
 * @param pixels a side of the images; 0 for the size that the model was made for
 * @param steps how long
 * @param output the name of the new adapter, or the path of its folder
 */
public record FineTuneTool(
        DataSettings data, AdapterSettings adapter, int pixels, StepSettings steps, String output) {

    /** Checks the number of pixels. */
    public FineTuneTool {
        if (pixels < 0 || pixels > 4096) {
            throw new IllegalArgumentException(
                    "pixels must be between 8 and 4096, or 0 for the model's own size, was "
                            + pixels);
        }
    }

    /**
     * Trains until the steps or minutes are over or the display stops it.
     *
     * @param open the open image, which is learned from unless the data are a folder; may be null
     * @return what the run left; its model is the folder of the adapter
     * @throws IOException if the model or the data cannot be read or the output not written
     * @throws IllegalArgumentException if the data cannot be learned from
     */
    public TrainTool.Trained run(ImagePlus open, TrainingDisplay display) throws IOException {
        Devices.apply();
        return run(open, display, TorchEngine.get().machine());
    }

    /** The same, choosing as for a machine. */
    TrainTool.Trained run(ImagePlus open, TrainingDisplay display, Machine machine)
            throws IOException {
        Path model = Models.shared().find(adapter.model());
        try (OutputFolder folder = OutputFolder.in(Lora.FOLDER, output)) {
            RunCompute compute = RunCompute.of(folder.run(), Devices.wish(), machine);
            return run(model, open, folder, compute, display);
        } finally {
            Models.shared().close(); // what is loaded may be an earlier version
        }
    }

    private TrainTool.Trained run(
            Path model,
            ImagePlus open,
            OutputFolder folder,
            RunCompute compute,
            TrainingDisplay display)
            throws IOException {
        try (AdapterRecipe recipe = open(model, open, folder.path(), compute)) {
            Map<String, String> settings = settings(recipe, compute);
            RunFolder run = folder.prepare(() -> RunFolder.open(folder.run(), settings));
            folder.requireRoom(run.bytesToWrite(recipe.task()));
            RunPlan plan = folder.prepare(() -> steps.plan(recipe.task(), compute, display));
            Previews previews = new Previews(run.path(), "Previews of " + folder.name());
            RunWithPreviews listener = new RunWithPreviews(display, previews, recipe::preview);
            long done = new TrainingRun(recipe.task(), plan, run, listener).run();
            listener.writeCard(folder.path(), recipe, settings);
            return new TrainTool.Trained(folder.path(), done, previews.stack());
        }
    }

    private AdapterRecipe open(Path path, ImagePlus open, Path folder, RunCompute compute)
            throws IOException {
        Models.shared().close(); // one model in memory is enough
        try (DiffusionModel model = DiffusionModel.open(ModelSpec.of(path), compute.encoding())) {
            if (model.textEncoders().isEmpty()) {
                throw new IllegalArgumentException(
                        "model "
                                + model.name()
                                + " looks at no text, so it has nothing that an adapter changes;"
                                + " go on with its own training in Train Model... instead");
            }
            int side = side(model);
            ImageSet images = data.read(open, side).requireCaptions();
            Batches batches =
                    Batches.training(
                            images, side, steps.imagesAtOnce(), data.augmentation(), steps.seed());
            return AdapterRecipe.of(model, adapter, batches, folder, compute.training());
        }
    }

    private int side(DiffusionModel model) {
        if (pixels == 0) return model.nativeSize();
        if (pixels % model.vaeFactor() != 0) {
            throw new IllegalArgumentException(
                    "pixels must be a multiple of "
                            + model.vaeFactor()
                            + " for this model, was "
                            + pixels);
        }
        return pixels;
    }

    private Map<String, String> settings(AdapterRecipe recipe, RunCompute compute) {
        Map<String, String> settings = new LinkedHashMap<>();
        adapter.describe(settings);
        settings.put("model SHA-256", recipe.modelHash());
        settings.put("pixels", Integer.toString(recipe.batches().side()));
        data.describe(recipe.batches().data(), settings);
        steps.describe(settings);
        settings.put(RunFolder.PRECISION, compute.training().label());
        return settings;
    }
}
