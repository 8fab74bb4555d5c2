// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders with all that is in them. */
public final class Folders {

    private Folders() {}

    /**
     * Takes away a file, or a folder with all that is in it; links are not followed.
     *
     * @throws IOException if something cannot be taken away; what is gone by then stays gone
     */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path)) return;
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) Files.deleteIfExists(each);
    }

    /** Bytes of a file, or of all files in a folder. */
    public static long size(Path path) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        long bytes = 0;
        for (Path file : files) bytes += Files.size(file);
        return bytes;
    }
}
