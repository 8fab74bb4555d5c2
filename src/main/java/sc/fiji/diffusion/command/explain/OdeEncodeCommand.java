// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import ij.measure.ResultsTable;
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

/** Turns an image into noise and can tell the way back, see {@link CodeTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU),
            @Menu(label = "ODE Encode...", weight = 3)
        },
        headless = true)
public final class OdeEncodeCommand extends ModelCommand {

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
            label = "Check the way back",
            description = "Decodes again and reports the error.",
            choices = {"yes", "no"},
            persist = false)
    private String check = "yes";

    @Parameter(
            label = "Prompt",
            description = "What the image shows; empty for a model without texts.",
            required = false,
            persist = false)
    private String prompt = "";

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        Spaces spaces = Spaces.of(model(), orEmpty(prompt));
        CodeTool.Encoded encoded =
                new CodeTool(spaces, method, steps, rounds, tolerance)
                        .encode(require(image), check.equals("yes"), progress);
        ResultsTable table = new ResultsTable();
        table.addRow();
        table.addLabel(image.getTitle());
        table.addValue("Method", method);
        table.addValue("Evaluations", encoded.evaluations());
        table.addValue("Round-trip error", encoded.error());
        Outputs.show(title(), table);
        return encoded.code();
    }
}
