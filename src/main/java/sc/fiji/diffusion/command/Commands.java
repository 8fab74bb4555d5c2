// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import java.util.ArrayList;
import java.util.List;
import org.scijava.annotations.Index;
import org.scijava.annotations.IndexItem;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** All commands, found in SciJava's index of plugins, which needs no SciJava to run. */
public final class Commands {

    private static final String OWN = DiffusionCommand.class.getPackageName() + ".";

    private Commands() {}

    /**
     * The command that does a task.
     *
     * @param task its title, such as {@code Text to Image}
     * @throws IllegalArgumentException if there is none, listing the tasks
     */
    public static DiffusionCommand doing(String task) {
        List<String> titles = new ArrayList<>();
        for (DiffusionCommand command : all()) {
            if (command.title().equals(task)) return command;
            titles.add(command.title());
        }
        throw new IllegalArgumentException(
                "no command does \""
                        + task
                        + "\"; this version of the software has "
                        + String.join(", ", titles));
    }

    /** A new instance of every command. */
    public static List<DiffusionCommand> all() {
        List<DiffusionCommand> commands = new ArrayList<>();
        ClassLoader loader = DiffusionCommand.class.getClassLoader();
        for (IndexItem<Plugin> item : Index.load(Plugin.class, loader)) {
            boolean own = item.className().startsWith(OWN);
            if (own && item.annotation().type() == Command.class) {
                commands.add(create(item.className()));
            }
        }
        return commands;
    }

    private static DiffusionCommand create(String className) {
        try {
            return (DiffusionCommand) Class.forName(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the plugin index names no command: " + className, e);
        }
    }
}
