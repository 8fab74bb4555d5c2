// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import sc.fiji.diffusion.engine.Machine;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.tool.Devices;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.data.ImageSet;
import sc.fiji.diffusion.train.run.RunFolder;
import sc.fiji.diffusion.train.run.RunPlan;
import sc.fiji.diffusion.train.run.TrainingRun;

/**
 * Trains a model on one's own images. What it leaves is a model folder in the layout of diffusers
 * with a card, and in it a folder {@code training} with settings, losses, checkpoint and previews.
 * Run again with the same settings, it goes on from there.
 *
 * <pre>{@code
 * TrainTool tool = new TrainTool(DataSettings.DEFAULT, network, steps, "my-vesicles");
 * TrainTool.Trained trained = tool.run(stack, TrainingDisplay.NONE);
 * }</pre>
 *
 * @param data what is learned from
 * @param network what is trained
 * @param steps how long
 * @param output the name of the new model, or the path of its folder
 */
public record TrainTool(
        DataSettings data, NetworkSettings network, StepSettings steps, String output) {

    /**
     * What a run left.
     *
     * @param model the folder of the model
     * @param steps done, those of earlier runs included
     * @param previews the stack of previews
     */
    public record Trained(Path model, long steps, ImagePlus previews) {}

    /**
     * Trains until the steps or minutes are over or the display stops it.
     *
     * @param open the open image, which is learned from unless the data are a folder; may be null
     * @throws IOException if the data cannot be read or the output not written, or if the output
     *     holds something else
     * @throws IllegalArgumentException if the data cannot be learned from
     */
    public Trained run(ImagePlus open, TrainingDisplay display) throws IOException {
        Devices.apply();
        return run(open, display, TorchEngine.get().machine());
    }

    /** The same, choosing as for a machine. */
    Trained run(ImagePlus open, TrainingDisplay display, Machine machine) throws IOException {
        ImageSet images = data.read(open, network.side());
        if (network.kind() == Kind.TEXT) images.requireCaptions();
        try (OutputFolder folder = OutputFolder.of(output)) {
            RunCompute compute = RunCompute.of(folder.run(), Devices.wish(), machine);
            return run(images, folder, compute, display);
        } finally {
            Models.shared().close(); // what is loaded may be an earlier version
        }
    }

    private Trained run(
            ImageSet images, OutputFolder folder, RunCompute compute, TrainingDisplay display)
            throws IOException {
        Map<String, String> settings = settings(images, compute);
        Set<String> later = Set.of(NetworkSettings.VAE_HASH);
        RunFolder run = folder.prepare(() -> RunFolder.open(folder.run(), settings, later));
        try (Recipe recipe = folder.prepare(() -> recipe(folder, images, compute))) {
            folder.requireRoom(run.bytesToWrite(recipe.task()));
            RunPlan plan = folder.prepare(() -> steps.plan(recipe.task(), compute, display));
            Previews previews = new Previews(run.path(), "Previews of " + folder.name());
            RunWithPreviews listener = new RunWithPreviews(display, previews, recipe::preview);
            long done = new TrainingRun(recipe.task(), plan, run, listener).run();
            listener.writeCard(folder.path(), recipe, settings);
            return new Trained(folder.path(), done, previews.stack());
        }
    }

    private Recipe recipe(OutputFolder folder, ImageSet images, RunCompute compute)
            throws IOException {
        Batches batches =
                Batches.training(
                        images,
                        network.side(),
                        steps.imagesAtOnce(),
                        data.augmentation(),
                        steps.seed());
        return Recipe.of(network, folder.path(), batches, compute);
    }

    /** What a run must have in common with one that it resumes. */
    private Map<String, String> settings(ImageSet images, RunCompute compute) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        network.describe(settings);
        data.describe(images, settings);
        steps.describe(settings);
        settings.put(RunFolder.PRECISION, compute.training().label());
        return settings;
    }
}
