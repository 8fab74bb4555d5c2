// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process of this Java and class path, which prints nothing that its class does not. */
public final class JavaProcess {

    private static final String THREADS = "ai.djl.pytorch.num_threads";

    /** What is the same in both processes, where it is said for this one. */
    private static final List<String> INHERITED =
            List.of("user.language", "user.country", "user.timezone");

    /** Options that Java takes from here it announces on standard error. */
    private static final List<String> VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private JavaProcess() {}

    /**
     * The start of a command line, to which a class and its arguments are added; the process has
     * the threads, the locale and the time zone of this one.
     */
    public static List<String> java(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-D" + THREADS + "=" + System.getProperty(THREADS, "1"));
        for (String key : INHERITED) {
            String value = System.getProperty(key);
            if (value != null) command.add("-D" + key + "=" + value);
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        return command;
    }

    /** A process without options from the environment. */
    public static ProcessBuilder of(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        VARIABLES.forEach(builder.environment()::remove);
        return builder;
    }
}
