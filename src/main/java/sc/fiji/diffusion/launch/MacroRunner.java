// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.launch;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import net.imagej.patcher.LegacyEnvironment;

/**
 * Runs one ImageJ macro headless, with the patch that Fiji applies as well, and with the commands
 * of this project.
 *
 * <pre>{@code
 * java -cp ... sc.fiji.diffusion.launch.MacroRunner macros/Tour.ijm "argument"
 * }</pre>
 *
 * The process ends with status 0 if the macro did, else with 1 after one line on standard error
 * that says why; 2 means that there was no macro to run.
 */
public final class MacroRunner {

    private static final int FAILED = 1;
    private static final int NO_MACRO = 2;

    private MacroRunner() {}

    /** Runs the file {@code args[0]}; the macro gets {@code args[1]} from {@code getArgument()}. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        PrintStream err = System.err;
        if (args.length == 0) System.exit(refuse(err, "no macro file given"));
        String text = null;
        try {
            text = Files.readString(Path.of(args[0]));
        } catch (InvalidPathException | IOException e) {
            System.exit(refuse(err, "cannot read the macro file " + args[0] + ": " + e));
        }
        patchImageJ();
        Optional<String> failure = run(text, args.length > 1 ? args[1] : "");
        failure.ifPresent(reason -> err.println(oneLine(reason)));
        System.exit(failure.isPresent() ? FAILED : 0); // ImageJ leaves threads running
    }

    private static int refuse(PrintStream err, String reason) {
        err.println(oneLine(reason));
        return NO_MACRO;
    }

    /** Runs a macro in patched ImageJ; the result is the reason why it failed, if it did. */
    static Optional<String> run(String macro, String argument) {
        LastLine out = new LastLine(System.out);
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(System.out); // ImageJ's error dialogs print there; the reason follows alone
        Refusals interpreter = new Refusals();
        try {
            interpreter.run(macro, argument);
        } catch (RuntimeException e) {
            if (!Macro.MACRO_CANCELED.equals(e.getMessage())) return Optional.of(e.toString());
            return Optional.of(reason(interpreter).orElse(out.text()));
        }
        return reason(interpreter);
    }

    private static Optional<String> reason(Refusals interpreter) {
        String said = IJ.getErrorMessage();
        if (interpreter.last != null) return Optional.of(interpreter.last);
        String ofMacro = interpreter.getErrorMessage();
        return Optional.ofNullable(ofMacro != null ? ofMacro : said);
    }

    /** Patches ImageJ's classes in place, so that those used here are the patched ones. */
    static void patchImageJ() {
        try {
            LegacyEnvironment imagej =
                    new LegacyEnvironment(MacroRunner.class.getClassLoader(), true);
            imagej.disableIJ1PluginDirs();
            imagej.noPluginClassLoader();
            imagej.addPluginClasspath(ownClasses());
            imagej.applyPatches();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("ImageJ is not on the class path", e);
        }
    }

    /** The folder or jar with this project's plugins.config. */
    private static File ownClasses() {
        try {
            return new File(
                    MacroRunner.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an odd entry", e);
        }
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /**
     * Remembers the last refusal of the command that stops the macro: it may go on after ImageJ has
     * complained of a file, and speaks of all of them at its end. No other command follows, but
     * ImageJ's interpreter stumbles over the rest of the macro, and keeps only the last error.
     */
    private static final class Refusals extends Interpreter {

        private String last;

        @Override
        public void abort(String message) {
            last = message;
            super.abort(message);
        }
    }
}
