// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    private static final String CUDA = System.mapLibraryName("torch_cuda");

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

    /** As the window's thread in ImageJ, which knows nothing of the plugins. */
    @Test
    void threadOfAnotherClassLoaderIsToldTheArchive() throws Exception {
        AtomicReference<Object> answer = new AtomicReference<>();
        Thread thread = new Thread(() -> answer.set(NativeLibraries.cudaArchive()));
        thread.setUncaughtExceptionHandler((t, error) -> answer.set(error));
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        thread.start();
        thread.join();
        assertThat(answer.get()).isEqualTo(NativeLibraries.cudaArchive());
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
        NativeLibraries.install(archive, target);
        assertThat(target).isDirectoryContaining("glob:**" + CUDA);
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactlyInAnyOrder(
                            archive, target.resolve(CUDA), target.resolve("libtorch.so"));
        }
        assertThat(NativeLibraries.flavor("nowhere" + File.pathSeparator + target))
                .isEqualTo(NativeLibraries.FLAVOR);
        assertThat(NativeLibraries.flavor(folder.toString())).isEqualTo("cpu");
    }

    @Test
    void anArchiveForTheProcessorIsRefusedAndLeavesNothing() throws IOException {
        Path target = folder.resolve("pytorch/2.7.1-cu128");
        Path archive = archive("libtorch/lib/libtorch.so");
        assertThatThrownBy(() -> NativeLibraries.install(archive, target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("libtorch.zip holds no lib/" + CUDA);
        assertThat(folder.resolve("pytorch")).isEmptyDirectory();
    }
}
