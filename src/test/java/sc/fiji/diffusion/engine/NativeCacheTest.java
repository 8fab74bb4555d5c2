// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {

    private static final String BUILD = "2.7.1-cpu";

    @TempDir Path temp;

    private Path blocked;
    private Path open;

    /** A folder below a file cannot be made, whoever runs the test. */
    @BeforeEach
    void prepare() throws IOException {
        blocked = Files.createFile(temp.resolve("file")).resolve("below");
        open = temp.resolve("sp\u00e4ce d\u00e9j\u00e0/.djl.ai");
    }

    @Test
    void takesTheFirstPlaceThatCanBeWritten() throws IOException {
        assertThat(NativeCache.usable(List.of(blocked, open), BUILD, 1)).isEqualTo(open);
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void takesWhatIsUnpackedAlreadyAndNeedsNoRoomThen() throws IOException {
        Path other = temp.resolve("other");
        Files.createDirectories(other.resolve("pytorch").resolve(BUILD));
        assertThat(NativeCache.usable(List.of(open, other), BUILD, 1)).isEqualTo(open);
        Files.createFile(other.resolve("pytorch").resolve(BUILD).resolve("0.1-libdjl_torch.so"));
        assertThat(NativeCache.usable(List.of(open, other), BUILD, 1L << 60)).isEqualTo(other);
    }

    @Test
    void saysWhatIsWrongWithEachPlace() {
        assertThatThrownBy(() -> NativeCache.usable(List.of(blocked, open), BUILD, 1L << 60))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The libraries of PyTorch cannot be unpacked: " + blocked)
                .hasMessageContaining("; " + open + " has ")
                .hasMessageContaining(" are needed; make room")
                .hasMessageContaining("DJL_CACHE_DIR");
        assertThatThrownBy(() -> NativeCache.usable(List.of(blocked), BUILD, 1))
                .hasMessageContaining(temp.resolve("file").toString());
    }
}
