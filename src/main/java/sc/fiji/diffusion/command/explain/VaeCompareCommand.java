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
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.explain.VaeCompareTool;

/** Shows what an autoencoder keeps, see {@link VaeCompareTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "VAE Compare...", weight = 13)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class VaeCompareCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Slices",
            description = "The shown slice, or all of the stack.",
            choices = {"current", "all"},
            persist = false)
    private String slices = "current";

    @Parameter(
            label = "Walk along latent channel (0: none)",
            description = "Also shows what moving the latents along one channel does.",
            min = "0",
            max = "64",
            persist = false)
    private int walk = 0;

    @Parameter(label = "Frames of the walk", min = "2", max = "1000", persist = false)
    private int frames = 9;

    @Parameter(
            label = "Reach of the walk",
            description = "Standard deviations of the channel to both sides.",
            min = "0.1",
            max = "100",
            persist = false)
    private double reach = 3;

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        VaeCompareTool tool = new VaeCompareTool(model());
        boolean all = Choice.isSecond("slices", slices, "current", "all");
        if (walk > 0) show(tool.walk(require(image), walk, frames, reach, progress));
        VaeCompareTool.Result result = tool.run(require(image), all, progress);
        Outputs.show(title(), result.table());
        return result.panels();
    }
}
