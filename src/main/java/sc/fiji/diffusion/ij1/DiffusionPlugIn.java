// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;
import java.awt.GraphicsEnvironment;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.Refusal;
import sc.fiji.diffusion.command.form.FormDialog;

/**
 * Runs one of the commands in plain ImageJ. {@code plugins.config} names this class once for each,
 * with the simple name of the command's class as the argument.
 */
public final class DiffusionPlugIn implements PlugIn {

    @Override
    public void run(String commandClass) {
        DiffusionCommand command = create(commandClass);
        CommandFields fields = new CommandFields(command);
        fields.setImage(WindowManager.getCurrentImage());
        String options = Macro.getOptions();
        boolean fromMenu = options == null && !GraphicsEnvironment.isHeadless();
        if (fromMenu && command.hasOwnWindow()) {
            command.run();
        } else if (fromMenu) {
            runFromDialog(command, fields);
        } else if (apply(options == null ? "" : options, command, fields)) {
            command.run();
        }
    }

    private static void runFromDialog(DiffusionCommand command, CommandFields fields) {
        Recording recording = Recording.begin(command.label());
        if (!FormDialog.ask(command, fields)) return;
        recording.commandRuns();
        command.run();
        if (command.wasSuccessful()) recording.write(fields.texts(), fields.lastKey());
        recording.end();
    }

    private static boolean apply(String options, DiffusionCommand command, CommandFields fields) {
        try {
            MacroOptions.parse(options, fields.keys()).forEach(fields::set);
            return true;
        } catch (IllegalArgumentException e) {
            Refusal.show(command.title(), e.getMessage());
            return false;
        }
    }

    private static DiffusionCommand create(String commandClass) {
        String name = DiffusionCommand.class.getPackageName() + "." + commandClass;
        try {
            return (DiffusionCommand) Class.forName(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("plugins.config names no command: " + name, e);
        }
    }
}
