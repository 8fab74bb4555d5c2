// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.explain.ClassifyGlyphsTool;

/** Says which slices are glyphs, see {@link ClassifyGlyphsTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "Classify Glyphs", weight = 23)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ClassifyGlyphsCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Override
    protected void execute(Progress progress) throws IOException {
        ClassifyGlyphsTool.Result result = ClassifyGlyphsTool.run(require(image));
        Outputs.show(title(), result.table());
        IJ.log(
                String.format(
                        Locale.ROOT,
                        "%s: %.1f %% of %d are recognisable glyphs",
                        image.getTitle(),
                        100 * result.accepted(),
                        image.getStackSize()));
    }
}
