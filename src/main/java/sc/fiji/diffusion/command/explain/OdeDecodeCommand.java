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
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.explain.CodeTool;

/** Turns a code into an image, or two into a way between them, see {@link CodeTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "ODE Decode...", weight = 4)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class OdeDecodeCommand extends OdeCommand {

    @Parameter(
            label = "Other code (title of an image)",
            description = "Images on the way to another code; empty for the image of this one.",
            required = false,
            persist = false)
    private String other = "";

    @Parameter(label = "Frames to the other code", min = "2", max = "1000", persist = false)
    private int frames = 8;

    @Parameter(
            label = "Prompt",
            description = "What the image shows; empty for a model without texts.",
            required = false,
            persist = false)
    private String prompt = "";

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        ImagePlus to = orEmpty(other).isBlank() ? null : Outputs.beside(image(), "other", other);
        return tool(prompt).decode(image(), to, frames, progress);
    }
}
