// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.VaeTool;

/** Turns an image into latents, see {@link VaeTool#encode}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "VAE Encode...", weight = 40)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class VaeEncodeCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Mode",
            description = "The mean of the posterior, or a draw from it.",
            choices = {"mean", "sample"},
            persist = false)
    private String mode = "mean";

    @Parameter(
            label = "Seed (empty: random)",
            description = "The seed of the draw.",
            required = false,
            persist = false)
    private String seed = "";

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        return new VaeTool(model()).encode(require(image), VaeTool.Mode.named(mode), number);
    }
}
