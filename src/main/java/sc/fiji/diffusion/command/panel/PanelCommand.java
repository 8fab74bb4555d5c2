// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.pipeline.Progress;

/** Opens the window that stays open beside the images, see {@link Panel}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Panel...", weight = 8)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class PanelCommand extends DiffusionCommand {

    @Override
    public boolean hasOwnWindow() {
        return true;
    }

    @Override
    protected void execute(Progress progress) {
        if (!hasWindow()) {
            throw new IllegalArgumentException(
                    "the panel needs a window, and ImageJ runs without one; use the commands, such"
                            + " as run(\"Inpaint Selection...\", \"prompt=[nuclei]\")");
        }
        Panel.open();
    }
}
