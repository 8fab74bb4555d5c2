// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir Path folder;

    /** Holds the lock of a folder until the process is ended. */
    static final class Holder {

        public static void main(String... args) throws IOException {
            FolderLock.take(Path.of(args[0]));
            System.out.println("taken");
            System.in.read();
        }
    }

    @Test
    void oneRunOfAProcessHasIt() throws IOException {
        try (FolderLock first = FolderLock.take(folder)) {
            assertThat(first).isNotNull();
            long pid = ProcessHandle.current().pid();
            assertThatThrownBy(() -> FolderLock.take(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            folder
                                    + " is being written by another run (process "
                                    + pid
                                    + "); wait until that has ended, or choose another folder");
            assertThat(FolderLock.tryTake(folder)).isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
        FolderLock.take(folder).close();
    }

    @Test
    void aProcessThatIsKilledGivesItBack() throws Exception {
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("taken");
            assertThatThrownBy(() -> FolderLock.take(folder))
                    .hasMessageContaining("(process " + other.pid() + ")");
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve(FolderLock.FILE)).exists();
        FolderLock.take(folder).close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatSomebodyElseWroteThereIsNoLock() throws IOException {
        Files.writeString(folder.resolve(FolderLock.FILE), "nothing of ours, and long enough");
        FolderLock.take(folder).close();
        assertThat(folder).isEmptyDirectory();
    }
}
