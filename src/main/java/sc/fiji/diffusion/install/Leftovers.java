// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.diffusion.files.FolderLock;
import sc.fiji.diffusion.files.Folders;

/**
 * What downloads and installs that did not end well have left in a folder, hidden: a download is
 * used again when it is asked for again, anything else is of no use.
 */
public final class Leftovers {

    /** How the names of the folders begin in which things are unpacked. */
    static final String INSTALLING = ".installing";

    private static final String DOWNLOADS = ".downloads";

    private Leftovers() {}

    /**
     * Something that was left.
     *
     * @param path its file or folder
     * @param description what it is, for users
     * @param bytes size of its files
     */
    public record Leftover(Path path, String description, long bytes) {

        /** Its name for users. */
        public String name() {
            return path.getFileName().toString();
        }
    }

    /**
     * The folder of a download, which is made.
     *
     * @param models the models folder
     * @param file the name of what is downloaded
     */
    static Path ofDownload(Path models, String file) throws IOException {
        return Files.createDirectories(models.resolve(DOWNLOADS).resolve(file));
    }

    /**
     * What was left in a folder by runs that have ended.
     *
     * @param folder a models folder, or that of the GPU's libraries; it need not exist
     * @throws IOException if it cannot be listed
     */
    public static List<Leftover> in(Path folder) throws IOException {
        List<Leftover> found = new ArrayList<>();
        for (Path path : entries(folder.resolve(DOWNLOADS))) {
            String kind = "unfinished download, goes on when it is downloaded again";
            if (!isInUse(path)) found.add(new Leftover(path, kind, Folders.size(path)));
        }
        for (Path path : entries(folder)) {
            boolean installing = path.getFileName().toString().startsWith(INSTALLING);
            if (!installing || isInUse(path)) continue;
            found.add(new Leftover(path, "unfinished installation", Folders.size(path)));
        }
        return found;
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static boolean isInUse(Path path) throws IOException {
        if (!Files.isDirectory(path)) return false;
        Optional<FolderLock> lock = FolderLock.tryTake(path);
        if (lock.isPresent()) lock.get().close();
        return lock.isEmpty();
    }

    /**
     * Takes away what was left.
     *
     * @return what is gone
     * @throws IOException if something cannot be taken away
     */
    public static List<Leftover> remove(Path folder) throws IOException {
        List<Leftover> all = in(folder);
        for (Leftover leftover : all) Folders.delete(leftover.path());
        Path downloads = folder.resolve(DOWNLOADS);
        if (Files.isDirectory(downloads) && entries(downloads).isEmpty()) Files.delete(downloads);
        return all;
    }
}
