// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.IJ;
import java.util.List;
import javax.swing.Timer;
import org.scijava.module.ModuleRunner;

/**
 * A line in ImageJ's status bar that stays when SciJava says over it that the command is finished,
 * as it does with what is chosen in Fiji's search bar.
 */
final class LastingStatus {

    private static final int AGAIN_MILLISECONDS = 300;

    private LastingStatus() {}

    /** Shows a line at the end of a command. */
    static void show(String text) {
        IJ.showStatus(text);
        if (!DiffusionCommand.hasWindow() || !endsWithModule()) return;
        Timer again = new Timer(AGAIN_MILLISECONDS, event -> IJ.showStatus(text));
        again.setRepeats(false);
        again.start();
    }

    /** Whether the command is SciJava's module itself, rather than called by a script. */
    private static boolean endsWithModule() {
        List<String> callers =
                StackWalker.getInstance()
                        .walk(
                                frames ->
                                        frames.map(f -> f.getClassName() + "." + f.getMethodName())
                                                .toList());
        return callers.contains(ModuleRunner.class.getName() + ".run")
                && !callers.contains(IJ.class.getName() + ".run");
    }
}
