// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.explain.CodeTool;

/** Turns an image into noise and can tell the way back, see {@link CodeTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "ODE Encode...", weight = 3)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class OdeEncodeCommand extends OdeCommand {

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
        CodeTool.Encoded encoded =
                tool(prompt).encode(image(), Choice.isYes("check", check), progress);
        ResultsTable table = new ResultsTable();
        table.addRow();
        table.addLabel(image().getTitle());
        table.addValue("Method", method());
        table.addValue("Evaluations", encoded.evaluations());
        table.addValue("Round-trip error", encoded.error());
        Outputs.show(title(), table);
        return encoded.code();
    }
}
