// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * By which one sees, without reading them, that files have been changed, replaced or removed.
 *
 * @param files what the system says of each
 */
public record Stamp(Map<Path, String> files) {

    /**
     * The state of files, and of all files in folders.
     *
     * @param paths those that do not exist are left out
     * @throws IOException if a folder cannot be listed
     */
    public static Stamp of(Collection<Path> paths) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (Path path : paths) {
            if (!Files.exists(path)) continue;
            List<Path> inside;
            try (Stream<Path> walk = Files.walk(path)) {
                inside = walk.filter(Files::isRegularFile).toList();
            }
            for (Path file : inside) files.put(file, state(file));
        }
        return new Stamp(files);
    }

    private static String state(Path file) throws IOException {
        BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
        return of.size() + " " + of.lastModifiedTime().toMillis() + " " + of.fileKey();
    }
}
