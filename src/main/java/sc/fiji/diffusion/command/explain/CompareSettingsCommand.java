// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import java.io.IOException;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.ModelCommand;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.explain.CompareSettingsTool;

/** A sheet over two settings, see {@link CompareSettingsTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "Compare Settings...", weight = 14)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class CompareSettingsCommand extends ModelCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Rows",
            description = "The setting that changes from row to row.",
            choices = {"steps", "guidance", "sampler", "seed", "prompt", "strength"},
            persist = false)
    private String rows = "guidance";

    @Parameter(
            label = "Down (values of the rows)",
            description = "Separated by commas, or by semicolons if a value has commas.",
            persist = false)
    private String down = "1, 3, 7.5";

    @Parameter(
            label = "Columns",
            description = "The setting that changes from column to column.",
            choices = {"steps", "guidance", "sampler", "seed", "prompt", "strength"},
            persist = false)
    private String columns = "steps";

    @Parameter(
            label = "Across (values of the columns)",
            description = "Separated by commas, or by semicolons if a value has commas.",
            persist = false)
    private String across = "5, 10, 30";

    @Parameter(label = "Steps", min = "1", max = "1000", persist = false)
    private int steps = 20;

    @Parameter(label = "Guidance scale", min = "1", max = "100", persist = false)
    private double guidance = 4;

    @Parameter(
            label = "Method (sampler)",
            description = "The sampler, where it is not compared.",
            persist = false)
    private String method = Method.MODEL_DEFAULT;

    @Parameter(label = "Strength (0 to 1)", min = "0", max = "1", persist = false)
    private double strength = 0.6;

    @Parameter(label = "Seed", required = false, persist = false)
    private String seed = "1";

    @Parameter(label = "Prompt", required = false, persist = false)
    private String prompt = "";

    @Override
    public boolean worksWithoutImage() {
        return true;
    }

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        Map<String, String> settings =
                Map.of(
                        "steps", Integer.toString(steps),
                        "guidance", Double.toString(guidance),
                        "sampler", method,
                        "strength", Double.toString(strength),
                        "seed", seed,
                        "prompt", orEmpty(prompt));
        return new CompareSettingsTool(
                        model(),
                        settings,
                        rows,
                        CompareSettingsTool.values(down),
                        columns,
                        CompareSettingsTool.values(across))
                .run(image, progress);
    }
}
