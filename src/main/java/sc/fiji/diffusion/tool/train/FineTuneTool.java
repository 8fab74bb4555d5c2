// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.train.Precision;
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
        Path model = Models.shared().find(adapter.model());
        OutputFolder folder = OutputFolder.in(Lora.FOLDER, output);
        Precision precision = Recipe.precision();
        try (AdapterRecipe recipe = open(model, open, folder.path(), precision)) {
            Map<String, String> settings = settings(recipe, precision);
            RunFolder run = RunFolder.open(folder.run(), settings);
            Files.createDirectories(folder.path());
            RunPlan plan = folder.prepare(() -> steps.plan(recipe.task(), display));
            Previews previews = new Previews(run.path(), "Previews of " + folder.name());
            RunWithPreviews listener = new RunWithPreviews(display, previews, recipe::preview);
            long done = new TrainingRun(recipe.task(), plan, run, listener).run();
            listener.writeCard(folder.path(), recipe, settings);
            return new TrainTool.Trained(folder.path(), done, previews.stack());
        } finally {
            Models.shared().close(); // what is loaded may be an earlier version
        }
    }

    private AdapterRecipe open(Path path, ImagePlus open, Path folder, Precision precision)
            throws IOException {
        Models.shared().close(); // one model in memory is enough
        try (DiffusionModel model = DiffusionModel.open(path)) {
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
            return AdapterRecipe.of(model, adapter, batches, folder, precision);
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

    private Map<String, String> settings(AdapterRecipe recipe, Precision precision) {
        Map<String, String> settings = new LinkedHashMap<>();
        adapter.describe(settings);
        settings.put("model SHA-256", recipe.modelHash());
        settings.put("pixels", Integer.toString(recipe.batches().side()));
        data.describe(recipe.batches().data(), settings);
        steps.describe(settings);
        settings.put("precision", precision.name().toLowerCase(Locale.ROOT));
        return settings;
    }
}
