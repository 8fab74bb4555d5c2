// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.phantom;

import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.phantom.CameraDepth;
import sc.fiji.diffusion.tool.phantom.PhantomChoice;
import sc.fiji.diffusion.tool.phantom.PhantomImages;
import sc.fiji.diffusion.tool.phantom.PhantomImagesTool;

/** Draws phantoms with masks and captions, see {@link PhantomImagesTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Phantom Images...", weight = 12)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class PhantomImagesCommand extends DiffusionCommand {

    @Parameter(
            label = "Structure",
            description = "What the pictures show; \"any\" is drawn anew for each picture.",
            choices = {
                "any",
                "nuclei",
                "filaments",
                "rods",
                "spots",
                "membranes",
                "tissue",
                "mitochondria",
                "yeast",
                "crystals",
                "vessels"
            },
            persist = false)
    private String structure = PhantomChoice.ANY;

    @Parameter(
            label = "Second structure",
            description = "What else each picture shows; two fluorescent ones can be mixed.",
            choices = {
                "none",
                "any",
                "nuclei",
                "filaments",
                "rods",
                "spots",
                "membranes",
                "tissue",
                "mitochondria",
                "yeast",
                "crystals",
                "vessels"
            },
            persist = false)
    private String second = PhantomChoice.NONE;

    @Parameter(
            label = "Density",
            description = "How much of the field objects cover.",
            choices = {"any", "sparse", "medium", "dense"},
            persist = false)
    private String density = PhantomChoice.ANY;

    @Parameter(
            label = "Size of the objects",
            choices = {"any", "small", "medium", "large"},
            persist = false)
    private String size = PhantomChoice.ANY;

    @Parameter(
            label = "Contrast",
            choices = {"any", "low", "medium", "high"},
            persist = false)
    private String contrast = PhantomChoice.ANY;

    @Parameter(
            label = "Blur",
            description = "How far the field is out of focus.",
            choices = {"any", "sharp", "slight", "strong"},
            persist = false)
    private String blur = PhantomChoice.ANY;

    @Parameter(
            label = "Noise",
            description = "Shot noise and read noise of the camera.",
            choices = {"any", "clean", "low", "high"},
            persist = false)
    private String noise = PhantomChoice.ANY;

    @Parameter(
            label = "Illumination",
            choices = {"any", "even", "uneven"},
            persist = false)
    private String illumination = "even";

    @Parameter(label = "Width (pixels)", min = "8", max = "8192", persist = false)
    private int width = 128;

    @Parameter(label = "Height (pixels)", min = "8", max = "8192", persist = false)
    private int height = 128;

    @Parameter(
            label = "Count of images",
            description = "How many images, as a stack.",
            min = "1",
            max = "100000",
            persist = false)
    private int count = 10;

    @Parameter(
            label = "Bits of the camera",
            description = "8 gives an 8-bit image, 10 to 16 a 16-bit one, 32 values in [0, 1].",
            choices = {"8", "10", "12", "14", "16", "32"},
            persist = false)
    private String bits = "8";

    @Parameter(
            label = "Masks of the objects",
            description = "A second stack, in which each object has its own number.",
            choices = {"yes", "no"},
            persist = false)
    private String masks = "yes";

    @Parameter(
            label = "Captions",
            description = "All attributes in the usual words, or as somebody might type it.",
            choices = {"full", "varied"},
            persist = false)
    private String captions = "full";

    @Parameter(
            label = "Seed (empty: random)",
            description = "The same seed gives the same images. Image k has seed + k.",
            required = false,
            persist = false)
    private String seed = "";

    @Parameter(
            label = "Folder to save in (optional)",
            description = "Each image as a TIFF with its caption beside it, masks in a subfolder.",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            autoFill = false)
    private File folder;

    @Override
    protected void execute(Progress progress) throws IOException {
        boolean withMasks = Choice.isYes("masks", masks);
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        PhantomImages images =
                new PhantomImagesTool(
                                choice(),
                                count,
                                width,
                                height,
                                CameraDepth.named(bits),
                                Choice.isSecond("captions", captions, "full", "varied"),
                                number)
                        .run(progress);
        if (withMasks) show(images.masks());
        show(images.pictures()); // which completes their records
        if (folder != null) images.save(folder.toPath(), withMasks);
    }

    private PhantomChoice choice() {
        Map<String, String> values = new HashMap<>();
        values.put("structure", structure);
        values.put("second", second);
        values.put("density", density);
        values.put("size", size);
        values.put("contrast", contrast);
        values.put("blur", blur);
        values.put("noise", noise);
        values.put("illumination", illumination);
        return new PhantomChoice(values);
    }
}
