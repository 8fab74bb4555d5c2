// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.command.ModelCommand;
import sc.fiji.diffusion.tool.explain.CodeTool;
import sc.fiji.diffusion.tool.explain.Spaces;

/** The parameters of the ways between images and codes. */
abstract class OdeCommand extends ModelCommand {

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

    /** The image to begin with. */
    final ImagePlus image() {
        return require(image);
    }

    /** The name of the method. */
    final String method() {
        return method;
    }

    /**
     * The tool with these settings.
     *
     * @param prompt what the image shows
     */
    final CodeTool tool(String prompt) {
        return new CodeTool(Spaces.of(model(), orEmpty(prompt)), method, steps, rounds, tolerance);
    }
}
