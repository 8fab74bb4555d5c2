// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.testing.JavaProcess;

class MacroRunnerTest {

    @TempDir Path folder;

    @Test
    void macroThatEndsGivesStatusZeroAndGetsItsArgument() throws Exception {
        Outcome outcome = run("print(\"<\" + getArgument() + \">\");", "an argument");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("<an argument>");
    }

    @Test
    void refusalOfACommandStopsTheMacroWithOneLineAndStatusOne() throws Exception {
        Outcome outcome =
                run(
                        "for (i = 0; i < 2; i++) {\nrun(\"Text to Image...\", \"width=\" + (7 - i));\n"
                                + "print(\"after\");\n}\nrun(\"Text to Image...\", \"width=2\");",
                        "");
        assertThat(outcome.status()).isOne();
        assertThat(outcome.err().strip())
                .isEqualTo("width must be between 8 and 8192 pixels, was 7");
        assertThat(outcome.out()).doesNotContain("after\n");
    }

    @Test
    void missingMacroFileGivesStatusTwoAndItsName() throws Exception {
        Outcome outcome = start(List.of(folder.resolve("none.ijm").toString()));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err().strip()).contains("none.ijm").doesNotContain("\n");
    }

    private Outcome run(String macro, String argument) throws Exception {
        Path file = Files.writeString(folder.resolve("test.ijm"), macro);
        return start(List.of(file.toString(), argument));
    }

    private Outcome start(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(MacroBatch.java());
        command.add(MacroRunner.class.getName());
        command.addAll(arguments);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process =
                JavaProcess.of(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int status = process.waitFor();
        return new Outcome(status, text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private record Outcome(int status, String out, String err) {}
}
