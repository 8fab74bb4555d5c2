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
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.explain.Equation;
import sc.fiji.diffusion.tool.explain.ReverseProcessTool;
import sc.fiji.diffusion.tool.explain.Spaces;

/** Shows a generation step by step, see {@link ReverseProcessTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "Reverse Process...", weight = 2)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ReverseProcessCommand extends ModelCommand {

    @Parameter(
            label = "Solver",
            description = "How noise becomes an image.",
            choices = {
                "DDPM",
                "DDIM",
                "Euler-Maruyama",
                "reverse diffusion",
                "predictor-corrector",
                "probability-flow ODE"
            },
            persist = false)
    private String solver = "DDIM";

    @Parameter(
            label = "Equation",
            description = "Of the solvers in continuous time.",
            choices = {"VP", "sub-VP", "VE"},
            persist = false)
    private String equation = "VP";

    @Parameter(
            label = "Steps",
            description = "Of all solvers but the adaptive ODE.",
            min = "1",
            max = "10000",
            persist = false)
    private int steps = 50;

    @Parameter(
            label = "Correctors",
            description = "Langevin steps after each step of the predictor-corrector.",
            min = "0",
            max = "100",
            persist = false)
    private int correctors = 1;

    @Parameter(
            label = "SNR of a Langevin step",
            description = "Signal-to-noise ratio of the corrector.",
            min = "0.001",
            max = "10",
            persist = false)
    private double snr = 0.16;

    @Parameter(
            label = "Tolerance",
            description = "Of the adaptive ODE.",
            min = "1e-8",
            max = "1",
            persist = false)
    private double tolerance = 0.001;

    @Parameter(
            label = "Frames",
            description = "Steps that are kept at most.",
            min = "1",
            max = "1000",
            persist = false)
    private int frames = 20;

    @Parameter(label = "Width (0: the model's)", min = "0", max = "4096", persist = false)
    private int width = 0;

    @Parameter(label = "Height (0: the model's)", min = "0", max = "4096", persist = false)
    private int height = 0;

    @Parameter(
            label = "Guidance scale",
            description = "1 switches guidance off.",
            min = "0",
            max = "100",
            persist = false)
    private double guidance = 1;

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
        return new ReverseProcessTool(
                        new Spaces(model(), orEmpty(prompt), guidance),
                        solver,
                        Equation.named(equation),
                        steps,
                        correctors,
                        snr,
                        tolerance,
                        frames,
                        number)
                .run(width, height, progress);
    }
}
