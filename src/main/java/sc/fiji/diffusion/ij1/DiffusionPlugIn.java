// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import ij.IJ;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;
import java.awt.GraphicsEnvironment;
import java.util.Map;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.Refusal;
import sc.fiji.diffusion.command.form.FormDialog;
import sc.fiji.diffusion.command.macro.MacroOptions;
import sc.fiji.diffusion.command.macro.Recording;

/**
 * Runs one of the commands in ImageJ, by itself or inside Fiji. {@code plugins.config} names this
 * class once for each, with the simple name of the command's class as the argument.
 *
 * <p>From the menu the command's dialog is shown. From macros and scripts it never is: there, a key
 * that is left out has its default, whether others are given or none.
 */
public final class DiffusionPlugIn implements PlugIn {

    @Override
    public void run(String commandClass) {
        DiffusionCommand command = create(commandClass);
        CommandFields fields = new CommandFields(command);
        fields.setImage(WindowManager.getCurrentImage());
        try {
            if (fromMenu()) runFromMenu(command, fields);
            else runFromMacro(command, fields);
        } catch (IllegalArgumentException e) {
            Refusal.show(command.title(), e.getMessage());
        }
    }

    /**
     * Whether a person chose the command. What calls {@code IJ.run} without options is known by the
     * stack only: ImageJ's name for its thread stays when the call is over, and Fiji uses the
     * threads of scripts again for what is chosen in its search bar.
     */
    private static boolean fromMenu() {
        if (Macro.getOptions() != null || GraphicsEnvironment.isHeadless()) return false;
        return StackWalker.getInstance()
                .walk(frames -> frames.noneMatch(DiffusionPlugIn::isCallOfCommand));
    }

    private static boolean isCallOfCommand(StackWalker.StackFrame frame) {
        return frame.getClassName().equals(IJ.class.getName())
                && frame.getMethodName().equals("run");
    }

    private static void runFromMacro(DiffusionCommand command, CommandFields fields) {
        String options = Macro.getOptions();
        Map<String, String> values =
                MacroOptions.parse(
                        options == null ? "" : options, fields.keys(), MacroVariables::text);
        values.forEach(fields::set);
        command.named(values.keySet());
        command.runHere();
    }

    private static void runFromMenu(DiffusionCommand command, CommandFields fields) {
        if (command.hasOwnWindow()) {
            command.runHere();
            return;
        }
        command.checkImage();
        Recording recording = Recording.begin(command.label());
        if (!FormDialog.ask(command, fields)) return;
        recording.commandRuns();
        command.runHere();
        if (command.wasSuccessful()) recording.write(fields.texts());
        recording.end();
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
