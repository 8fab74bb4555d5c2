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
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.ImageToImageTool;
import sc.fiji.diffusion.tool.Sampling;

/** Changes an image after a text, see {@link ImageToImageTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Image to Image...", weight = 11)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ImageToImageCommand extends StrengthCommand {

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

    /** Starts with a moderate change. */
    public ImageToImageCommand() {
        super(0.6);
    }

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        Sampling sampling = sampling(prompt);
        return new ImageToImageTool(sampling, strength(), OutputType.named(output))
                .run(image(), progress);
    }
}
