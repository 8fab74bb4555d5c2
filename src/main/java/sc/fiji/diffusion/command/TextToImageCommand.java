// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.TextToImageTool;

/** Makes new images from a text, see {@link TextToImageTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Text to Image...", weight = 10)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class TextToImageCommand extends SamplingCommand {

    @Parameter(
            label = "Width (pixels, 0: model's own)",
            description = "8 to 8192, or 0 for the size that the model was made for.",
            min = "0",
            max = "8192",
            persist = false)
    private int width = TextToImageTool.MODEL_SIZE;

    @Parameter(
            label = "Height (pixels, 0: model's own)",
            description = "8 to 8192, or 0 for the size that the model was made for.",
            min = "0",
            max = "8192",
            persist = false)
    private int height = TextToImageTool.MODEL_SIZE;

    @Parameter(
            label = "Output type",
            description = "Pixel type of the result.",
            choices = {"model default", "RGB", "8-bit", "16-bit", "32-bit"},
            persist = false)
    private String output = Method.MODEL_DEFAULT;

    @Parameter(
            label = "Prompt",
            description = "What the image should show.",
            required = false,
            persist = false)
    private String prompt = "";

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        return new TextToImageTool(sampling(prompt), width, height, type()).run(progress);
    }

    /** There is no input, but its name stands for the same in other commands. */
    private OutputType type() {
        boolean own = Method.MODEL_DEFAULT.equalsIgnoreCase(output.strip());
        return own ? OutputType.SAME : OutputType.named(output);
    }
}
