// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir Path folder;

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
    void theBuildOfAPathIsToldByItsLibraries() throws IOException {
        Path cuda = Files.createDirectory(folder.resolve("cuda"));
        Files.createFile(cuda.resolve(NativeLibraries.CUDA_LIBRARY));
        assertThat(NativeLibraries.flavor("nowhere" + File.pathSeparator + cuda))
                .isEqualTo(NativeLibraries.FLAVOR);
        assertThat(NativeLibraries.flavor(folder.toString())).isEqualTo("cpu");
    }
}
