// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import java.util.LinkedHashSet;
import java.util.Set;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Tells a command that SciJava runs which keys its caller has named: before any are asked for, and
 * after SciJava has put the declared value in the place of each 0 that nobody named.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.HIGH + 1)
public final class NamedKeys extends AbstractPreprocessorPlugin {

    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof DiffusionCommand command)) return;
        Set<String> named = new LinkedHashSet<>(new CommandFields(command).keys());
        named.removeIf(key -> !module.isInputResolved(key));
        command.named(named);
    }
}
