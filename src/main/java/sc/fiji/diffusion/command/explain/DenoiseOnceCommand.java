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
import sc.fiji.diffusion.tool.explain.DenoiseOnceTool;
import sc.fiji.diffusion.tool.explain.Spaces;

/** Shows one-step guesses, see {@link DenoiseOnceTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "Denoise Once...", weight = 22)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class DenoiseOnceCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Amounts of noise",
            description = "Columns, from hardly any noise to nothing but noise.",
            min = "2",
            max = "100",
            persist = false)
    private int amounts = 8;

    @Parameter(
            label = "Images",
            description = "Slices of the stack that take part.",
            min = "1",
            max = "100",
            persist = false)
    private int images = 1;

    @Parameter(label = "Seed (empty: random)", required = false, persist = false)
    private String seed = "1";

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
        return new DenoiseOnceTool(spaces, amounts, images, number).run(require(image), progress);
    }
}
