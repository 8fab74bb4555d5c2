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
import sc.fiji.diffusion.tool.VaeTool;

/** Turns latents into an image, see {@link VaeTool#decode}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "VAE Decode...", weight = 41)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class VaeDecodeCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Output type",
            description = "Pixel type of the result; the input is the image that was encoded.",
            choices = {"same as input", "RGB", "8-bit", "16-bit", "32-bit"},
            persist = false)
    private String output = OutputType.SAME.label();

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        return new VaeTool(model()).decode(require(image), OutputType.named(output));
    }
}
