// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.ModelCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.AddNoiseTool;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.explain.ForwardProcessTool;

/** Shows an image on its way to noise, see {@link ForwardProcessTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "Forward Process...", weight = 1)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ForwardProcessCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Space to add noise in",
            description = "The pixels, or the latents of the model.",
            choices = {"pixels", "latents"},
            persist = false)
    private String space = "pixels";

    @Parameter(
            label = "Process",
            description = "The discrete chain, or an equation in continuous time.",
            choices = {"DDPM", "VP", "sub-VP", "VE"},
            persist = false)
    private String process = "DDPM";

    @Parameter(
            label = "Frames",
            description = "Frames from the image to noise.",
            min = "2",
            max = "1000",
            persist = false)
    private int frames = 25;

    @Parameter(
            label = "Seed (empty: random)",
            description = "The same seed and settings give the same result.",
            required = false,
            persist = false)
    private String seed = "";

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        boolean latent = AddNoiseTool.Space.named(space) == AddNoiseTool.Space.LATENTS;
        ForwardProcessTool.Result result =
                new ForwardProcessTool(model(), latent, process, frames, number)
                        .run(require(image), progress);
        Outputs.show(result.plot());
        return result.frames();
    }
}
