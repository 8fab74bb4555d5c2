// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.launch;

import ij.IJ;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.testing.JavaProcess;
import sc.fiji.diffusion.tool.Models;

/**
 * Runs macros one after the other in one process of headless ImageJ, as {@link MacroRunner} runs
 * one: starting ImageJ takes longer than most macros do.
 */
public final class MacroBatch {

    /** What is reported for a macro that did not fail. */
    public static final String DONE = "";

    /** The system property that names a {@link Host} for the other process. */
    private static final String HOST = "diffusion.test.host";

    private static final String MARK = "@@reason ";
    private static final String END = "@@end";

    private MacroBatch() {}

    /** The other process: runs files with one argument for all of them, which comes first. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        MacroRunner.patchImageJ();
        Host.valueOf(System.getProperty(HOST)).begin();
        for (String file : List.of(args).subList(1, args.length)) {
            String text = Files.readString(Path.of(file));
            String reason = MacroRunner.run(text, args[0]).orElse(DONE);
            out.println(MARK + reason.strip().replaceAll("\\s*\\R\\s*", " ") + END);
        }
        System.exit(0);
    }

    /** What the macros run in. */
    public enum Host {
        /** ImageJ by itself. */
        IMAGEJ,
        /** As in Fiji, see {@link LegacyLayer}. */
        FIJI,
        /** As in Fiji if no command was marked {@code no-legacy}. */
        FIJI_WITHOUT_MARKS;

        private void begin() {
            if (this == IMAGEJ) return;
            IJ.runMacro(""); // ImageJ reads its menus at the first macro
            LegacyLayer.install(this == FIJI);
        }
    }

    /** Runs macros in ImageJ by itself, see {@link #run(Host, Path, Map)}. */
    public static Map<String, String> run(Path folder, Map<String, String> macros) {
        return run(Host.IMAGEJ, folder, macros);
    }

    /**
     * Runs macros and waits for them.
     *
     * @param host what they run in
     * @param folder for files in between; the macros' argument, and where they find models
     * @param macros texts by name, run in their order
     * @return for each name why it failed, or {@link #DONE}
     */
    public static Map<String, String> run(Host host, Path folder, Map<String, String> macros) {
        List<String> command = new ArrayList<>(java());
        command.add("-D" + Models.FOLDERS_PROPERTY + "=" + folder.resolve("models"));
        command.add("-D" + HOST + "=" + host);
        command.add(MacroBatch.class.getName());
        command.add(folder.toString());
        try {
            for (String name : macros.keySet()) {
                Path file = folder.resolve("macro" + command.size() + ".ijm");
                command.add(Files.writeString(file, macros.get(name)).toString());
            }
            Process process = JavaProcess.of(command).redirectErrorStream(true).start();
            byte[] bytes = process.getInputStream().readAllBytes();
            return reasons(new String(bytes, StandardCharsets.UTF_8), macros);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The start of a command line that runs a class of this class path in a new process. */
    public static List<String> java() {
        return JavaProcess.java(
                "-Xmx2g",
                "-Djava.awt.headless=true",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED");
    }

    private static Map<String, String> reasons(String output, Map<String, String> macros) {
        Map<String, String> reasons = new LinkedHashMap<>();
        int at = 0;
        for (String name : macros.keySet()) {
            int start = output.indexOf(MARK, at);
            if (start < 0)
                throw new IllegalStateException("no reason for " + name + ":\n" + output);
            at = output.indexOf(END, start);
            reasons.put(name, output.substring(start + MARK.length(), at));
        }
        return reasons;
    }
}
