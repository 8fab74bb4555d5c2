// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.ModelCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.explain.CodeTool;
import sc.fiji.diffusion.tool.explain.Spaces;

/** Turns a code into an image, or two into a way between them, see {@link CodeTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU),
            @Menu(label = "ODE Decode...", weight = 4)
        },
        headless = true)
public final class OdeDecodeCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Method",
            description = "The probability-flow ODE, or DDIM and its inversion.",
            choices = {"flow", "DDIM"},
            persist = false)
    private String method = "flow";

    @Parameter(label = "Steps of DDIM", min = "1", max = "1000", persist = false)
    private int steps = 50;

    @Parameter(
            label = "Rounds of DDIM's inversion",
            description = "0 is the usual inversion; more come closer to the inverse.",
            min = "0",
            max = "20",
            persist = false)
    private int rounds = 1;

    @Parameter(label = "Tolerance of the flow", min = "1e-8", max = "1", persist = false)
    private double tolerance = 0.001;

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
        Spaces spaces = Spaces.of(model(), orEmpty(prompt));
        ImagePlus to = orEmpty(other).isBlank() ? null : Outputs.open(other);
        return new CodeTool(spaces, method, steps, rounds, tolerance)
                .decode(require(image), to, frames, progress);
    }
}
