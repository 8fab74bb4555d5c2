// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProblemTest {

    @TempDir Path folder;

    @Test
    void saysWhatJavaLeavesToTheTypeOfItsError() {
        assertThat(FileProblem.describe(new NoSuchFileException("a.tif")))
                .isEqualTo("a.tif does not exist");
        assertThat(FileProblem.describe(new FileAlreadyExistsException("a.tif")))
                .isEqualTo("a.tif exists already; choose another name");
        assertThat(FileProblem.describe(new AccessDeniedException("a.tif")))
                .startsWith("a.tif may not be read or written; check the rights");
    }

    @Test
    void aFullDiskIsCalledSo() {
        String full = "the disk of a.tif is full; make room and do the same again";
        for (String reason :
                new String[] {
                    "No space left on device",
                    "There is not enough space on the disk",
                    "Disk quota exceeded"
                }) {
            assertThat(FileProblem.describe(new FileSystemException("a.tif", null, reason)))
                    .isEqualTo(full);
            assertThat(FileProblem.notWritten(Path.of("a.tif"), new IOException(reason)))
                    .hasMessage(full);
            IOException named =
                    FileProblem.notWritten(
                            Path.of("a.tif"), new IOException("", new IOException(reason)));
            assertThat(FileProblem.describe(named)).isEqualTo(full);
            assertThat(FileProblem.describe(new IOException(reason)))
                    .isEqualTo("the disk is full; make room and do the same again");
        }
        assertThat(
                        FileProblem.describe(
                                new FileSystemException(
                                        "a.part", "a.tif", "Read-only file system")))
                .isEqualTo("a.tif cannot be written, its disk is read-only; choose another place");
    }

    @Test
    void whatSaysEnoughStaysAsItIs() {
        assertThat(FileProblem.describe(new IOException("unknown model \"x\"")))
                .isEqualTo("unknown model \"x\"");
        assertThat(FileProblem.describe(new FileNotFoundException("a.tif (Permission denied)")))
                .isEqualTo("a.tif (Permission denied)");
        assertThat(FileProblem.notWritten(folder.resolve("a.tif")))
                .hasMessageContaining("cannot write " + folder.resolve("a.tif"));
    }
}
