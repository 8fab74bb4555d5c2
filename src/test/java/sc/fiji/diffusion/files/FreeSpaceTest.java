// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {

    @TempDir Path folder;

    @Test
    void whatDoesNotFitOnTheDiskIsRefused() throws IOException {
        assertThatThrownBy(() -> FreeSpace.require(folder, 5_000_000_000L, 4_000_000_000L))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        folder
                                + " has 4.00 GB left, and 5.07 GB are needed; make room, or choose"
                                + " a folder on another disk");
        FreeSpace.require(folder, 1_000, 4_000_000_000L);
        FreeSpace.require(folder, 0, 0);
    }

    @Test
    void littleNeedsLittleBesideIt() throws IOException {
        FreeSpace.require(folder, 800, 1_000);
        assertThatThrownBy(() -> FreeSpace.require(folder, 801, 1_000))
                .hasMessageContaining("has 1.0 kB left, and 1.0 kB are needed");
    }

    @Test
    void aFolderThatIsNotThereYetHasTheRoomOfItsDisk() throws IOException {
        assertThat(FreeSpace.of(folder.resolve("a/b/c"))).isPositive();
    }
}
