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
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.train.AdaptedParts;
import sc.fiji.diffusion.tool.train.AdapterSettings;
import sc.fiji.diffusion.tool.train.CropMode;
import sc.fiji.diffusion.tool.train.DataSettings;
import sc.fiji.diffusion.tool.train.FineTuneTool;
import sc.fiji.diffusion.tool.train.Orientation;
import sc.fiji.diffusion.tool.train.StepSettings;
import sc.fiji.diffusion.tool.train.TrainTool;
import sc.fiji.diffusion.tool.train.ValueScale;

/** Fine-tunes a model on one's own images by an adapter, see {@link FineTuneTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Fine-tune Model...", weight = 52)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class FineTuneModelCommand extends DiffusionCommand {

    private static final String IMAGES = "Images";
    private static final String LEARNING = "Learning";

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Model",
            description = "The model that learns; it stays as it is, an adapter is added.",
            persist = false)
    private String model = ModelLibrary.DEFAULT;

    @Parameter(
            label = "Data folder (empty: the open stack)",
            description = "A folder of images, which may have captions in text files or a table.",
            style = "directory",
            required = false,
            persist = false,
            autoFill = false)
    private File data;

    @Parameter(
            label = "Pixels a side (0: the model's own)",
            description = "The size of the images that the model learns from.",
            min = "0",
            max = "4096",
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
            label = "Rank of the adapter",
            description = "How much it can learn; 4 to 32 are usual.",
            min = "1",
            max = "1024",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = LEARNING))
    private int rank = 8;

    @Parameter(
            label = "Parts that are adapted",
            description = "With the text encoder, new words can be learned.",
            choices = {"U-Net and text encoder", "U-Net"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = LEARNING))
    private String parts = AdaptedParts.ALL.label();

    @Parameter(
            label = "Batch (images a step)",
            description = "Images that each step learns from.",
            min = "1",
            max = "1024",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = LEARNING))
    private int batch = 4;

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
            description = "The same seed, settings and steps give the same adapter.",
            required = false,
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED, value = LEARNING))
    private String seed = "1";

    @Parameter(
            label = "Output (a name or a folder)",
            description = "The new adapter, for the key lora; the same again goes on with it.",
            persist = false)
    private String output = "my-adapter";

    @Parameter(
            label = "Prompt of images without caption",
            description = "A caption for all images that have none.",
            required = false,
            persist = false)
    private String prompt = "";

    @Override
    protected String preparing() {
        return model;
    }

    @Override
    public boolean worksWithoutImage() {
        return true;
    }

    @Override
    protected void execute(Progress progress) throws IOException {
        FineTuneTool tool =
                new FineTuneTool(
                        data(),
                        new AdapterSettings(model, rank, AdaptedParts.named(parts)),
                        pixels,
                        StepSettings.orAnHour(steps, minutes, batch, rate, Seeds.parse(seed)),
                        orEmpty(output));
        try (TrainingWindow window = TrainingWindow.open(title() + " " + output)) {
            TrainTool.Trained trained = tool.run(image, window);
            if (trained.previews() != null) show(trained.previews());
        }
    }

    private DataSettings data() {
        return DataSettings.named(data, values, crop, orientation, intensity, orEmpty(prompt));
    }
}
