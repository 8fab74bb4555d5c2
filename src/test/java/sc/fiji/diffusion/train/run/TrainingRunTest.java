// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.testing.JavaProcess;
import sc.fiji.diffusion.train.LearningRate;

class TrainingRunTest {

    private static final int KILL_AFTER = 90;

    @TempDir Path folder;

    @Test
    void killedProcessAndItsSuccessorEndWithTheWeightsOfAWholeRun() throws Exception {
        Path killed = folder.resolve("killed");
        kill(killed);
        int done = losses(killed).size();
        assertThat(done).isBetween(KILL_AFTER, KilledRun.LAST_STEP_OF_THE_KILLED);

        KilledRun.run(killed, RunListener.NONE);
        Path whole = folder.resolve("whole");
        KilledRun.run(whole, RunListener.NONE);

        assertThat(losses(killed)).hasSize(KilledRun.STEPS).isEqualTo(losses(whole));
        assertThat(killed.resolve("held-out.csv"))
                .hasSameTextualContentAs(whole.resolve("held-out.csv"));
        assertThat(killed.resolve(RunFolder.CHECKPOINT))
                .hasSameBinaryContentAs(whole.resolve(RunFolder.CHECKPOINT));
        String model = "unet/diffusion_pytorch_model.safetensors";
        assertThat(killed.resolve(model)).hasSameBinaryContentAs(whole.resolve(model));
    }

    /** Starts a process that trains, and kills it in the middle. */
    private static void kill(Path run) throws Exception {
        List<String> command = JavaProcess.java();
        command.addAll(List.of(KilledRun.class.getName(), run.toString()));
        Process process =
                JavaProcess.of(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.equals("step " + KILL_AFTER)) line = output.readLine();
            assertThat(line).as("what the process said last").isNotNull();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Step and loss of each row. */
    private static List<String> losses(Path run) throws IOException {
        List<String> losses = new ArrayList<>();
        for (String row : Files.readAllLines(run.resolve("loss.csv"))) {
            String[] cells = row.split(",");
            if (cells.length == 3 && !cells[0].equals("step"))
                losses.add(cells[0] + " " + cells[2]);
        }
        return losses;
    }

    @Test
    void listenerHearsEverythingAndStopsTheRun() throws IOException {
        List<String> heard = new ArrayList<>();
        RunListener listener =
                new RunListener() {
                    private long last;

                    @Override
                    public void started(RunHistory history, List<String> names) {
                        heard.add("started after " + history.losses().size() + " " + names.size());
                    }

                    @Override
                    public void step(long step, double loss, double each, double left) {
                        last = step;
                        assertThat(loss).isFinite();
                        assertThat(left).isPositive();
                    }

                    @Override
                    public void heldOut(long step, List<Double> losses) {
                        heard.add("held out " + step + " " + losses.size());
                    }

                    @Override
                    public void snapshot(long step) {
                        heard.add("snapshot " + step);
                    }

                    @Override
                    public boolean wantsToStop() {
                        return last == 52;
                    }
                };
        KilledRun.run(folder, listener);
        assertThat(heard).containsExactly("started after 0 4", "held out 50 4", "snapshot 52");
        assertThat(losses(folder)).hasSize(52);
    }

    @Test
    void folderOfARunWithOtherSettingsIsRefused() throws IOException {
        RunFolder.open(folder, Map.of("seed", "1", "size", "small"));
        RunFolder.open(folder, Map.of("seed", "1", "size", "small"));
        assertThatIOException()
                .isThrownBy(() -> RunFolder.open(folder, Map.of("seed", "1", "size", "large")))
                .withMessage(
                        folder
                                + " holds a run whose size was small, not large; use the same"
                                + " settings to go on with it, or choose another output");
    }

    @Test
    void runWithoutAnEndIsRefused() {
        LearningRate rate = new LearningRate(1e-3, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunPlan(0, 0, rate, 1, 1, 1, 1))
                .withMessageStartingWith("a run needs a number of steps or minutes above 0");
    }
}
