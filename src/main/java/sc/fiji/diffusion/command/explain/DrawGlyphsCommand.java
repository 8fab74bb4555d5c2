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
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.explain.Glyphs;

/** Draws digits to learn from, see {@link Glyphs}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "Draw Glyphs...", weight = 21)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class DrawGlyphsCommand extends DiffusionCommand {

    @Parameter(label = "Count of glyphs", min = "1", max = "100000", persist = false)
    private int count = 1000;

    @Parameter(label = "Side in pixels", min = "8", max = "256", persist = false)
    private int side = Glyphs.SIDE;

    @Parameter(label = "Seed (empty: random)", required = false, persist = false)
    private String seed = "1";

    @Override
    protected void execute(Progress progress) throws IOException {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        show(new Glyphs(count, side, number).toImage());
    }
}
