// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunHistoryTest {

    private static final List<String> NAMES = List.of("error");

    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void twoSteps() throws IOException {
        RunHistory history = RunHistory.open(folder, 0, NAMES);
        history.add(new RunHistory.Loss(1, 0.5, 0.25));
        history.add(new RunHistory.Loss(2, 1, 0.125));
        history.add(new RunHistory.HeldOut(2, List.of(0.5)));
        file = folder.resolve("loss.csv");
    }

    /** The last of them reads like a whole row. */
    @ParameterizedTest
    @ValueSource(
            strings = {"3", "3,", "3,1.500,1.2E", "3,1.500,-\n", "\0\0\0,\0,\0\n", "3,1.500,0.1"})
    void rowThatWasCutIsPassedOver(String row) throws IOException {
        String whole = Files.readString(file);
        Files.writeString(file, whole + row);
        RunHistory history = RunHistory.open(folder, 3, NAMES);
        assertThat(history.losses()).extracting(RunHistory.Loss::step).containsExactly(1L, 2L);
        assertThat(history.seconds()).isEqualTo(1);
        assertThat(file).hasContent(whole);
    }

    @Test
    void tablesAreReplacedAsAWholeAndOnlyIfTheyChange() throws IOException {
        Path before = Files.createLink(folder.resolve("before"), file);
        String whole = Files.readString(file);
        RunHistory.open(folder, 2, NAMES);
        assertThat(Files.isSameFile(file, before)).isTrue();

        RunHistory history = RunHistory.open(folder, 1, NAMES);
        assertThat(history.losses()).hasSize(1);
        assertThat(history.heldOut()).isEmpty();
        assertThat(file).content().hasLineCount(2);
        assertThat(before).content().isEqualTo(whole);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
