// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.NumberWidget;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.AddNoiseTool;
import sc.fiji.diffusion.tool.Seeds;

/** Noises an image as training does, see {@link AddNoiseTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Add Noise...", weight = 42)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class AddNoiseCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Strength (0 to 1)",
            description = "How far along the model's noise schedule.",
            style = NumberWidget.SLIDER_STYLE,
            min = "0",
            max = "1",
            stepSize = "0.05",
            persist = false)
    private double strength = 0.5;

    @Parameter(
            label = "Seed (empty: random)",
            description = "The seed of the noise.",
            required = false,
            persist = false)
    private String seed = "";

    @Parameter(
            label = "Space to add noise in",
            description = "The pixels, or the latents of the model.",
            choices = {"pixels", "latents"},
            persist = false)
    private String space = "pixels";

    @Parameter(
            label = "Frames",
            description =
                    "1 for the noisy image, more for an animation from the clean image to it.",
            min = "1",
            max = "1000",
            persist = false)
    private int frames = 1;

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        AddNoiseTool.Space where = AddNoiseTool.Space.named(space);
        return new AddNoiseTool(model(), strength, number, where, frames)
                .run(require(image), progress);
    }
}
