// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.NumberWidget;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.ImageToImageTool;
import sc.fiji.diffusion.tool.Sampling;

/** Changes an image after a text, see {@link ImageToImageTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Image to Image...", weight = 2)
        },
        headless = true)
public final class ImageToImageCommand extends SamplingCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Strength (0 to 1)",
            description = "How much may change: the share of the schedule that is run.",
            style = NumberWidget.SLIDER_STYLE,
            min = "0",
            max = "1",
            stepSize = "0.05",
            persist = false)
    private double strength = 0.6;

    @Parameter(
            label = "Output type",
            description = "Pixel type of the result.",
            choices = {"same as input", "RGB", "8-bit", "16-bit", "32-bit"},
            persist = false)
    private String output = OutputType.SAME.label();

    @Parameter(
            label = "Prompt",
            description = "What the image should show.",
            required = false,
            persist = false)
    private String prompt = "";

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        Sampling sampling = sampling(prompt);
        return new ImageToImageTool(sampling, strength, OutputType.named(output))
                .run(require(image), progress);
    }

    @Override
    public String note() {
        return stepsNote(strength);
    }
}
