// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.macro;

import ij.IJ;
import ij.plugin.frame.Recorder;
import java.util.Map;

/**
 * Writes the line that does the same again into ImageJ's recorder. ImageJ's own recording of
 * dialogs is switched off for the command, because it would write a prompt so that it could not be
 * read back, and leave a random seed out.
 */
public final class Recording {

    private final String command;
    private final boolean wanted;

    private Recording(String command, boolean wanted) {
        this.command = command;
        this.wanted = wanted;
    }

    /** Takes the recording of a command over, if ImageJ is about to record it. */
    public static Recording begin(String command) {
        boolean wanted = IJ.recording() && command.equals(Recorder.getCommand());
        if (wanted) Recorder.disableCommandRecording();
        return new Recording(command, wanted);
    }

    /**
     * Tells the recorder that the command runs now, so that it does not record the windows which
     * that opens.
     */
    public void commandRuns() {
        if (wanted) Recorder.setCommand(command);
    }

    /** Writes the line. */
    public void write(Map<String, String> values) {
        if (wanted) Recorder.recordString(line(command, values, Recorder.scriptMode()));
    }

    /** Leaves nothing for ImageJ to record. */
    public void end() {
        if (wanted) Recorder.disableCommandRecording();
    }

    /** The line in ImageJ's macro language, or as a call for scripts. */
    public static String line(String command, Map<String, String> values, boolean script) {
        String run = script ? "IJ.run(" : "run(";
        return run + "\"" + command + "\", \"" + escape(MacroOptions.format(values)) + "\");\n";
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
