// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which build of libtorch is loaded: the one that {@code PYTORCH_LIBRARY_PATH} names, else the one
 * for CUDA that was installed here, else the one for the processor that comes with the plugin.
 *
 * <p>The build for CUDA is the archive {@code libtorch} that PyTorch publishes; its {@code lib}
 * folder goes where DJL keeps its libraries, and is found there again without a network.
 */
public final class NativeLibraries {

    /** The CUDA version that the engine's own native code was built for. */
    public static final String FLAVOR = "cu128";

    private static final String PATH = "PYTORCH_LIBRARY_PATH";
    private static final String FLAVOR_KEY = "PYTORCH_FLAVOR";

    /** The file by which the build for CUDA is known. */
    public static final String CUDA_LIBRARY = System.mapLibraryName("torch_cuda");

    private NativeLibraries() {}

    private static Platform platform() {
        DjlLog.warningsOnly();
        return PluginLoader.with(() -> Platform.detectPlatform("pytorch"));
    }

    /** Where the build for CUDA is kept once it is installed. */
    public static Path cudaFolder() {
        Platform platform = platform();
        try {
            NativeCache.choose(build(platform));
        } catch (IOException e) {
            // Nothing is kept anywhere; what wants to keep something will say so.
        }
        String version = platform.getVersion().split("-")[0];
        return Utils.getEngineCacheDir("pytorch")
                .resolve(version + "-" + FLAVOR + "-" + platform.getClassifier());
    }

    /** How DJL names a build. */
    private static String build(Platform platform) {
        return String.join(
                "-", platform.getVersion(), platform.getFlavor(), platform.getClassifier());
    }

    /** Whether the build for CUDA is installed. */
    public static boolean hasCuda() {
        return Files.exists(cudaFolder().resolve(CUDA_LIBRARY));
    }

    /** Where PyTorch publishes the build for CUDA, if there is one for this system. */
    public static Optional<String> cudaArchive() {
        String version = platform().getVersion().split("-")[0];
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (!System.getProperty("os.arch").matches("amd64|x86_64")) return Optional.empty();
        String system = os.startsWith("windows") ? "win-" : os.startsWith("linux") ? "" : null;
        if (system == null) return Optional.empty();
        return Optional.of(
                "https://download.pytorch.org/libtorch/"
                        + FLAVOR
                        + "/libtorch-"
                        + system
                        + "shared-with-deps-"
                        + version
                        + "%2B"
                        + FLAVOR
                        + ".zip");
    }

    /**
     * Tells DJL where to unpack and what to load. Call before the engine starts.
     *
     * @throws IOException if there is no place to unpack libraries
     */
    static void choose() throws IOException {
        NativeCache.choose(build(platform()));
        String wanted = Utils.getEnvOrSystemProperty(PATH);
        if (wanted == null && hasCuda()) {
            wanted = cudaFolder().toString();
            System.setProperty(PATH, wanted);
        }
        boolean decided = Utils.getEnvOrSystemProperty(FLAVOR_KEY) != null;
        // DJL guesses names for builds of its own, which those of PyTorch do not have.
        if (wanted != null && !decided) System.setProperty(FLAVOR_KEY, flavor(wanted));
    }

    /** The build in the folders of a path, of which DJL takes the first that has libtorch. */
    static String flavor(String path) {
        boolean cuda =
                Stream.of(path.split(File.pathSeparator))
                        .map(Path::of)
                        .anyMatch(folder -> Files.exists(folder.resolve(CUDA_LIBRARY)));
        return cuda ? FLAVOR : "cpu";
    }
}
