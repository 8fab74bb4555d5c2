// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Precision;

/**
 * What a resume does to the records of a run: a second name of a file shows what it held before.
 */
class RunFolderTest {

    private static final Map<String, String> SETTINGS = Map.of("seed", "1");
    private static final Set<String> LATER = Set.of("hash");

    @TempDir Path folder;

    private Path file;
    private Path before;

    @BeforeEach
    void begin() throws IOException {
        RunFolder.open(folder, SETTINGS);
        file = folder.resolve(RunFolder.SETTINGS);
        before = Files.createLink(folder.resolve("before"), file);
    }

    @Test
    void equalSettingsAreNotWrittenAgain() throws IOException {
        RunFolder.open(folder, SETTINGS);
        assertThat(Files.isSameFile(file, before)).isTrue();
    }

    @Test
    void settingsOfALaterVersionAreAddedOnceAndHoldFromThenOn() throws IOException {
        RunFolder.open(folder, Map.of("seed", "1", "hash", "a"), LATER);
        assertThat(file).content().contains("\"hash\": \"a\"");
        assertThat(before)
                .as("the old text, which is replaced as a whole")
                .content()
                .doesNotContain("hash");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThatIOException()
                .isThrownBy(() -> RunFolder.open(folder, Map.of("seed", "1", "hash", "b"), LATER))
                .withMessageContaining("holds a run whose hash was a, not b");
    }

    /** Four numbers for each weight in the checkpoint and one in the model, and both twice. */
    @Test
    void asksForTheRoomOfTwoVersionsAndForLessWhenOneIsThere() throws IOException {
        RunFolder run = RunFolder.open(folder, SETTINGS);
        long parameters = 1000;
        TrainingTask task = new TaskOfSize(parameters);
        assertThat(run.bytesToWrite(task)).isEqualTo(2 * 4 * (4 + 1) * parameters);
        Files.write(run.checkpoint(), new byte[16_200]);
        assertThat(run.bytesToWrite(task)).isEqualTo(2 * 4 * 5 * parameters - 16_200 - 4000);
    }

    @Test
    void numberFormatIsThatInWhichTheRunBegan() throws IOException {
        for (Precision machine : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
            Path none = folder.resolve("none");
            assertThat(RunFolder.precision(none, machine)).isEqualTo(machine);
            assertThat(RunFolder.precision(folder, machine)).as("not said").isEqualTo(machine);
            for (Precision begun : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
                Path run = folder.resolve(begun.label());
                RunFolder.open(run, Map.of(RunFolder.PRECISION, begun.label()));
                assertThat(RunFolder.precision(run, machine)).isEqualTo(begun);
            }
        }
    }

    @Test
    void unknownNumberFormatIsRefused() throws IOException {
        Files.writeString(file, "{\"precision\": \"float8\"}");
        assertThatIOException()
                .isThrownBy(() -> RunFolder.precision(folder, Precision.FLOAT32))
                .withMessage(
                        file
                                + " says that the run's precision was \"float8\", which must be"
                                + " one of: float32, bfloat16");
    }

    @Test
    void refusedSettingsChangeNothing() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> RunFolder.open(folder, Map.of("seed", "2", "hash", "a"), LATER))
                .withMessageContaining("holds a run whose seed was 1, not 2");
        assertThat(Files.isSameFile(file, before)).isTrue();
    }

    /** Something that is never trained. */
    private record TaskOfSize(long parameters) implements TrainingTask {

        @Override
        public NetworkSource objective() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Tensor> initial() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tensor[] batch(long number) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> heldOutNames() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tensor[] heldOut(int index) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(Map<String, Tensor> average) {
            throw new UnsupportedOperationException();
        }
    }
}
