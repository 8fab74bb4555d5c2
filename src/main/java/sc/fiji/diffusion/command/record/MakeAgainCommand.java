// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;

/** What {@link RepeatCommand} does, by a label that ImageJ lets a menu have. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Make Again...", weight = 34)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class MakeAgainCommand extends RepeatCommand {}
