// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.explain.ClipTool;
import sc.fiji.diffusion.tool.explain.CompareSettingsTool;

/** How alike images and texts are, see {@link ClipTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU),
            @Menu(label = "CLIP Similarity...", weight = 7)
        },
        headless = true)
public final class ClipSimilarityCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "CLIP model",
            description = "A CLIP model's folder, or a model that has one; a name or a path.",
            persist = false)
    private String clip = ModelLibrary.DEFAULT;

    @Parameter(
            label = "Parts",
            description = "What is looked at: the shown slice, each slice, or each ROI.",
            choices = {"current", "slices", "ROIs"},
            persist = false)
    private String parts = "slices";

    @Parameter(
            label = "Texts (separated by ;)",
            description = "They follow the images in rows and columns; may be empty.",
            required = false,
            persist = false)
    private String texts = "";

    @Override
    protected void execute(Progress progress) throws IOException {
        ClipTool tool = new ClipTool(clip, ClipTool.Parts.named(parts));
        show(tool.similarity(require(image), CompareSettingsTool.values(orEmpty(texts)), progress));
    }
}
