// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

    @TempDir Path temp;

    private String output() {
        return temp.resolve("model").toString();
    }

    @Test
    void runThatWritesNothingLeavesNothing() throws IOException {
        OutputFolder.of(output()).close();
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeTheRunAndLeavesNothing() throws IOException {
        try (OutputFolder folder = OutputFolder.of(output())) {
            Files.writeString(folder.path().resolve("config.json"), "{}");
            assertThatIOException()
                    .isThrownBy(() -> folder.requireRoom(1L << 60))
                    .withMessageContaining("are needed; make room");
        }
        assertThat(temp).isEmptyDirectory();
    }

    /** As when a network of a careless size fills the heap. */
    @Test
    void wantOfMemoryBeforeTheFirstStepLeavesNothing() throws IOException {
        try (OutputFolder folder = OutputFolder.of(output())) {
            OutputFolder.Preparation<Void> tooLarge =
                    () -> {
                        Files.writeString(folder.path().resolve("config.json"), "{}");
                        throw new OutOfMemoryError("Java heap space");
                    };
            assertThatThrownBy(() -> folder.prepare(tooLarge)).isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void filesOfSomethingElseStay() throws IOException {
        Path other = temp.resolve("model/training/notes.txt");
        Files.createDirectories(other.getParent());
        Files.writeString(other, "mine");
        assertThatIOException()
                .isThrownBy(() -> OutputFolder.of(output()))
                .withMessageContaining("exists and holds no training run");
        assertThat(other).hasContent("mine");
    }
}
