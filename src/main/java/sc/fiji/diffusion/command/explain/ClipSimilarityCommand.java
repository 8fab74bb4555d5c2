// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.explain.ClipTool;
import sc.fiji.diffusion.tool.explain.CompareSettingsTool;

/** How alike images and texts are, see {@link ClipTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "CLIP Similarity...", weight = 12)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ClipSimilarityCommand extends ClipCommand {

    @Parameter(
            label = "Texts (separated by ;)",
            description = "They follow the images in rows and columns; may be empty.",
            required = false,
            persist = false)
    private String texts = "";

    /** Begins with each slice. */
    public ClipSimilarityCommand() {
        super("slices");
    }

    @Override
    protected void execute(Progress progress) throws IOException {
        show(tool().similarity(image(), CompareSettingsTool.values(orEmpty(texts)), progress));
    }
}
