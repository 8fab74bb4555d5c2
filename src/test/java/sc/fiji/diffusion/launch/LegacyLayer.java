// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.launch;

import ij.Macro;
import ij.Menus;
import ij.WindowManager;
import java.util.HashMap;
import java.util.Map;
import net.imagej.patcher.LegacyHooks;
import net.imagej.patcher.LegacyInjector;
import org.scijava.Context;
import org.scijava.MenuEntry;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.thread.ThreadService;

/**
 * What Fiji's layer for ImageJ does with commands of SciJava, as far as macros see it: in ImageJ's
 * table of commands it puts each in the place of the one with its label, unless it is marked {@code
 * no-legacy}. It runs them in a thread of SciJava's, where batch mode has a current image of its
 * own, and fills in what it finds of each key anywhere in the options.
 */
final class LegacyLayer extends LegacyHooks {

    private final Context context = new Context(CommandService.class, ThreadService.class);
    private final Map<String, CommandInfo> taken = new HashMap<>();

    @SuppressWarnings("unchecked") // ImageJ declares a plain Hashtable
    private LegacyLayer(boolean regardsMark) {
        for (CommandInfo command : context.service(CommandService.class).getCommands()) {
            MenuEntry leaf = command.getMenuPath().getLeaf();
            if (leaf == null || regardsMark && command.is("no-legacy")) continue;
            taken.put(command.getIdentifier(), command);
            Menus.getCommands().put(leaf.getName(), command.getIdentifier());
        }
    }

    /**
     * Begins to do it, in ImageJ that is patched and started.
     *
     * @param regardsMark whether it leaves out what is marked {@code no-legacy}, as Fiji does
     */
    static void install(boolean regardsMark) {
        ClassLoader loader = LegacyLayer.class.getClassLoader();
        LegacyInjector.installHooks(loader, new LegacyLayer(regardsMark));
    }

    @Override
    public Object interceptRunPlugIn(String className, String argument) {
        CommandInfo command = taken.get(className);
        if (command == null) return null;
        Module module = context.service(ModuleService.class).createModule(command);
        fill(module, Macro.getOptions());
        ThreadService threads = context.service(ThreadService.class);
        try {
            return threads.run(() -> run(module)).get();
        } catch (Exception e) {
            throw new IllegalStateException("the command failed: " + e, e);
        }
    }

    private static void fill(Module module, String options) {
        for (ModuleItem<?> item : module.getInfo().inputs()) {
            String value = Macro.getValue(options == null ? "" : options, item.getName(), null);
            if (value != null && item.getType() == String.class)
                module.setInput(item.getName(), value);
            if (value != null && item.getType() == int.class)
                module.setInput(item.getName(), Integer.valueOf(value));
            if (value != null && item.getType() == double.class)
                module.setInput(item.getName(), Double.valueOf(value));
        }
    }

    private static Module run(Module module) {
        if (module.getInfo().getInput("image") != null)
            module.setInput("image", WindowManager.getCurrentImage());
        module.run();
        return module;
    }
}
