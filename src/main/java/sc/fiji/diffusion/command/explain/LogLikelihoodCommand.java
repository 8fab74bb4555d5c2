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
import sc.fiji.diffusion.command.ModelCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.explain.LikelihoodTool;
import sc.fiji.diffusion.tool.explain.Spaces;

/** Measures how likely an image is, and where it is not, see {@link LikelihoodTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "Log-Likelihood...", weight = 5)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class LogLikelihoodCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Estimate",
            description =
                    "The likelihood of the probability flow, or the bound of DDPM with a map.",
            choices = {"flow", "bound"},
            persist = false)
    private String estimate = "bound";

    @Parameter(
            label = "Probes",
            description = "Random vectors of the flow, or repeats of the bound.",
            min = "1",
            max = "10000",
            persist = false)
    private int probes = 2;

    @Parameter(
            label = "Terms of the bound",
            description = "Timesteps that are evaluated in each repeat.",
            min = "1",
            max = "1000",
            persist = false)
    private int terms = 50;

    @Parameter(label = "Tolerance of the flow", min = "1e-8", max = "1", persist = false)
    private double tolerance = 0.001;

    @Parameter(
            label = "Seed (empty: random)",
            description = "The same seed and settings give the same result.",
            required = false,
            persist = false)
    private String seed = "";

    @Parameter(
            label = "Prompt",
            description = "What the image shows; empty for a model without texts.",
            required = false,
            persist = false)
    private String prompt = "";

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        Spaces spaces = Spaces.of(model(), orEmpty(prompt));
        LikelihoodTool.Result result =
                new LikelihoodTool(spaces, estimate, probes, terms, tolerance, number)
                        .run(require(image), progress);
        ResultsTable table = new ResultsTable();
        table.addRow();
        table.addLabel(image.getTitle());
        table.addValue("Estimate", estimate);
        table.addValue("Bits per value", result.bits());
        table.addValue("Standard error", result.standardError());
        table.addValue("Evaluations", result.evaluations());
        Outputs.show(title(), table);
        return result.map();
    }
}
