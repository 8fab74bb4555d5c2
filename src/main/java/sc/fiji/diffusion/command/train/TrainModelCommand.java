// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.train;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.train.CropMode;
import sc.fiji.diffusion.tool.train.DataSettings;
import sc.fiji.diffusion.tool.train.Kind;
import sc.fiji.diffusion.tool.train.NetworkSettings;
import sc.fiji.diffusion.tool.train.Orientation;
import sc.fiji.diffusion.tool.train.SizeEstimate;
import sc.fiji.diffusion.tool.train.StepSettings;
import sc.fiji.diffusion.tool.train.TrainTool;
import sc.fiji.diffusion.tool.train.ValueScale;
import sc.fiji.diffusion.train.recipe.NetworkSize;
import sc.fiji.diffusion.train.recipe.TrainingSchedule;
import sc.fiji.diffusion.train.recipe.Weighting;

/** Trains a model on one's own images, see {@link TrainTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Train Model...", weight = 51)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class TrainModelCommand extends DiffusionCommand {

    private static final String IMAGES = "Images";
    private static final String NETWORK = "Network and noise";
    private static final String LEARNING = "Learning";

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Data folder (empty: the open stack)",
            description = "A folder of images, which may have captions in text files or a table.",
            style = "directory",
            required = false,
            persist = false,
            autoFill = false)
    private File data;

    @Parameter(
            label = "Kind of model",
            description = "What is trained.",
            choices = {"pixels", "latents", "text to image", "autoencoder"},
            persist = false)
    private String kind = Kind.PIXELS.label();

    @Parameter(
            label = "Size of the networks",
            description = "Larger ones learn more and take longer.",
            choices = {"small", "medium", "large"},
            persist = false)
    private String size = NetworkSize.SMALL.label();

    @Parameter(
            label = "Pixels a side (0: usual)",
            description = "The size of the images that the model learns to make.",
            min = "0",
            max = "1024",
            persist = false)
    private int pixels;

    @Parameter(
            label = "Crop",
            description = "What the model sees: the image scaled down, or patches of it.",
            choices = {"whole image", "patches"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = IMAGES))
    private String crop = CropMode.WHOLE.label();

    @Parameter(
            label = "Values from black to white",
            description = "Over which images the least and the largest value are taken.",
            choices = {"all images", "each image", "display range"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = IMAGES))
    private String values = ValueScale.ALL.label();

    @Parameter(
            label = "Orientation",
            description = "Which orientations of an image show the same.",
            choices = {"fixed", "mirrored", "any"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = IMAGES))
    private String orientation = Orientation.ANY.label();

    @Parameter(
            label = "Intensity change (0 to 0.9)",
            description = "The share of the brightness that may change without meaning anything.",
            min = "0",
            max = "0.9",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = IMAGES))
    private double intensity;

    @Parameter(
            label = "Schedule of the noise",
            description = "How noise grows; all end without any signal.",
            choices = {"cosine", "linear", "shifted"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = NETWORK))
    private String schedule = TrainingSchedule.COSINE.label();

    @Parameter(
            label = "Prediction",
            description = "What the network predicts.",
            choices = {"v_prediction", "sample", "epsilon"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = NETWORK))
    private String prediction = Prediction.V.key();

    @Parameter(
            label = "Weighting of the noise levels",
            description = "min-SNR learns detail faster; uniform gives more to the coarse shape.",
            choices = {"min-SNR", "uniform"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = NETWORK))
    private String weighting = Weighting.MIN_SNR.label();

    @Parameter(
            label = "VAE for latents (a model's name or a path)",
            description = "Whose autoencoder makes the latents.",
            required = false,
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = NETWORK))
    private String vae = "microscopy-128";

    @Parameter(
            label = "Discriminator (autoencoder)",
            description = "Whether the autoencoder also learns to convince a judge of patches.",
            choices = {"no", "yes"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = NETWORK))
    private String discriminator = "no";

    @Parameter(
            label = "Batch (images a step)",
            description = "Images that each step learns from.",
            min = "1",
            max = "1024",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = LEARNING))
    private int batch = 8;

    @Parameter(
            label = "Rate of learning",
            description = "The learning rate.",
            min = "0",
            max = "0.1",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = LEARNING))
    private double rate = 5e-4;

    @Parameter(
            label = "Steps (0: no limit)",
            description = "Steps in all, those of earlier runs of the same output included.",
            min = "0",
            persist = false)
    private int steps;

    @Parameter(
            label = "Minutes (0: no limit, or 60 without steps)",
            description = "Minutes of training in all, those of earlier runs included.",
            min = "0",
            persist = false)
    private double minutes;

    @Parameter(
            label = "Seed",
            description = "The same seed, settings and steps give the same model.",
            required = false,
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = LEARNING))
    private String seed = "1";

    @Parameter(
            label = "Output (a name or a folder)",
            description = "The new model; the same again goes on with it.",
            persist = false)
    private String output = "my-model";

    @Parameter(
            label = "Prompt of images without caption",
            description = "A caption for all images that have none.",
            required = false,
            persist = false)
    private String prompt = "";

    @Override
    public boolean worksWithoutImage() {
        return true;
    }

    @Override
    public String note() {
        try {
            return SizeEstimate.shared().text(network(), batch);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Override
    protected void execute(Progress progress) throws IOException {
        TrainTool tool = new TrainTool(data(), network(), duration(), orEmpty(output));
        try (TrainingWindow window = TrainingWindow.open(title() + " " + output)) {
            TrainTool.Trained trained = tool.run(image, window);
            if (trained.previews() != null) show(trained.previews());
        }
    }

    private DataSettings data() {
        return DataSettings.named(data, values, crop, orientation, intensity, orEmpty(prompt));
    }

    private NetworkSettings network() {
        return new NetworkSettings(
                Kind.named(kind),
                NetworkSize.named(size),
                pixels,
                TrainingSchedule.named(schedule),
                Choice.named("prediction", prediction, Prediction.values(), Prediction::key),
                Choice.named("weighting", weighting, Weighting.values(), Weighting::label),
                orEmpty(vae),
                Choice.isYes("discriminator", discriminator));
    }

    private StepSettings duration() {
        return StepSettings.orAnHour(steps, minutes, batch, rate, Seeds.parse(seed));
    }
}
