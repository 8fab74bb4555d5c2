// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.engine.NativeLibraries;

class GpuLibrariesTest {

    private static final String CUDA = NativeLibraries.CUDA_LIBRARY;

    @TempDir Path folder;

    private Path archive(String... names) throws IOException {
        Path file = folder.resolve("libtorch.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes());
                zip.closeEntry();
            }
        }
        return file;
    }

    @Test
    void takesTheLibrariesOutOfAnArchiveAndNothingElse() throws IOException {
        Path target = folder.resolve("pytorch/2.7.1-cu128");
        Path archive =
                archive(
                        "libtorch/lib/" + CUDA,
                        "libtorch/lib/libtorch.so",
                        "libtorch/include/torch.h",
                        "libtorch/lib/../../evil.so");
        GpuLibraries.install(archive, target, Transfer.SILENT);
        assertThat(target).isDirectoryContaining("glob:**" + CUDA);
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactlyInAnyOrder(
                            archive, target.resolve(CUDA), target.resolve("libtorch.so"));
        }
    }

    @Test
    void anArchiveForTheProcessorIsRefusedAndLeavesNothing() throws IOException {
        Path target = folder.resolve("pytorch/2.7.1-cu128");
        Path archive = archive("libtorch/lib/libtorch.so");
        assertThatThrownBy(() -> GpuLibraries.install(archive, target, Transfer.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("libtorch.zip holds no lib/" + CUDA);
        assertThat(folder.resolve("pytorch")).isEmptyDirectory();
    }

    @Test
    void aDamagedArchiveLeavesWhatWasThere() throws IOException {
        Path target = folder.resolve("pytorch/2.7.1-cu128");
        GpuLibraries.install(archive("libtorch/lib/" + CUDA), target, Transfer.SILENT);
        Path damaged = Files.writeString(folder.resolve("damaged.zip"), "PK and no more");
        assertThatThrownBy(() -> GpuLibraries.install(damaged, target, Transfer.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged.zip is damaged, or no zip");
        assertThat(target.resolve(CUDA)).hasContent("libtorch/lib/" + CUDA);
        assertThat(target.getParent().toFile().list()).containsExactly("2.7.1-cu128");
    }

    @Test
    void aNewArchiveReplacesWhatWasThere() throws IOException {
        Path target = folder.resolve("pytorch/2.7.1-cu128");
        String old = "libtorch/lib/old.so";
        GpuLibraries.install(archive("libtorch/lib/" + CUDA, old), target, Transfer.SILENT);
        GpuLibraries.install(archive("libtorch/lib/" + CUDA), target, Transfer.SILENT);
        assertThat(target.toFile().list()).containsExactly(CUDA);
        assertThat(target.getParent().toFile().list()).containsExactly("2.7.1-cu128");
    }
}
