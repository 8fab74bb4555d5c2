// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.FreeSpace;

/**
 * Where DJL unpacks native libraries, which it loads from there: in the user's home if that can be
 * written, else in ImageJ's folder, else in that for temporary files.
 */
final class NativeCache {

    /** What DJL takes from the environment or the system properties. */
    private static final String FOLDER_KEY = "DJL_CACHE_DIR";

    private static final String ENGINE_FOLDER_KEY = "ENGINE_CACHE_DIR";
    private static final String FOLDER = ".djl.ai";
    private static final String ENGINE_FOLDER = "pytorch";

    /** Bytes of the libraries for the processor and of the tokenizers', unpacked. */
    private static final long NEEDED_BYTES = 500L << 20;

    private static Path imageJ;
    private static boolean chosen;

    private NativeCache() {}

    /** Names ImageJ's folder. */
    static synchronized void alsoIn(Path folder) {
        imageJ = folder;
    }

    /**
     * Tells DJL where to unpack, unless the user has.
     *
     * @param build the name of the folder with the libraries of this machine
     * @throws IOException if there is no such place, naming those that were tried
     */
    static synchronized void choose(String build) throws IOException {
        if (chosen) return;
        boolean decided =
                Utils.getEnvOrSystemProperty(FOLDER_KEY) != null
                        || Utils.getEnvOrSystemProperty(ENGINE_FOLDER_KEY) != null;
        if (!decided) {
            System.setProperty(FOLDER_KEY, usable(places(), build, NEEDED_BYTES).toString());
        }
        chosen = true;
    }

    private static List<Path> places() {
        List<Path> places = new ArrayList<>();
        place(System.getProperty("user.home")).ifPresent(places::add);
        if (imageJ != null) places.add(imageJ.resolve(FOLDER));
        place(System.getProperty("java.io.tmpdir")).ifPresent(places::add);
        return places.stream().distinct().toList();
    }

    private static Optional<Path> place(String folder) {
        try {
            return Optional.of(Path.of(folder, FOLDER).toAbsolutePath());
        } catch (InvalidPathException e) {
            return Optional.empty(); // of letters that this system's encoding does not have
        }
    }

    /**
     * The first place that holds a build already, or has room for it and can be written.
     *
     * @throws IOException if there is none, saying what is wrong with each
     */
    static Path usable(List<Path> places, String build, long bytes) throws IOException {
        for (Path place : places) {
            if (isUnpacked(place.resolve(ENGINE_FOLDER).resolve(build))) return place;
        }
        List<String> problems = new ArrayList<>();
        for (Path place : places) {
            Optional<String> problem = problem(place, bytes);
            if (problem.isEmpty()) return place;
            problems.add(problem.get());
        }
        throw new IOException(
                "The libraries of PyTorch cannot be unpacked: "
                        + String.join("; ", problems)
                        + ". Make room in one of these folders, or set the environment variable "
                        + FOLDER_KEY
                        + " to another one, and start ImageJ anew.");
    }

    private static boolean isUnpacked(Path build) {
        if (!Files.isDirectory(build)) return false;
        try (Stream<Path> files = Files.list(build)) {
            // DJL's own library comes last
            return files.anyMatch(file -> file.getFileName().toString().contains("djl_torch"));
        } catch (IOException e) {
            return false; // its contents are somebody else's secret
        }
    }

    private static Optional<String> problem(Path place, long bytes) {
        try {
            Files.createDirectories(place);
            Files.delete(Files.createTempFile(place, "writable", ""));
            FreeSpace.require(place, bytes);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(FileProblem.describe(e));
        }
    }
}
