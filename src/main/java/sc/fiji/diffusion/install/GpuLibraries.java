// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import sc.fiji.diffusion.engine.NativeLibraries;
import sc.fiji.diffusion.files.FolderLock;
import sc.fiji.diffusion.files.Folders;

/**
 * Installs PyTorch for CUDA from the archive {@code libtorch} that PyTorch publishes: its {@code
 * lib} folder goes to {@link NativeLibraries#cudaFolder}.
 */
public final class GpuLibraries {

    private static final String LIBRARY_FOLDER = "lib/";

    private GpuLibraries() {}

    /**
     * Installs the libraries of an archive.
     *
     * @param archive a zip with {@code libtorch/lib/...}
     * @throws IOException if it is damaged or holds no build for CUDA, if the disk is full, or if
     *     the libraries that are there are in use; these stay then
     */
    public static Path install(Path archive, Transfer transfer) throws IOException {
        return install(archive, NativeLibraries.cudaFolder(), transfer);
    }

    static Path install(Path archive, Path folder, Transfer transfer) throws IOException {
        if (!Files.exists(archive)) {
            throw new IOException("there is no " + archive.toAbsolutePath());
        }
        Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
        Path work = Files.createTempDirectory(parent, Leftovers.INSTALLING);
        try {
            return FolderLock.holding(work, () -> install(archive, folder, work, transfer));
        } finally {
            Folders.delete(work);
        }
    }

    private static Path install(Path archive, Path folder, Path work, Transfer transfer)
            throws IOException {
        Path unpacked = Files.createDirectory(work.resolve("unpacked"));
        new Archive(archive).unpack(unpacked, GpuLibraries::file, transfer);
        if (!Files.exists(unpacked.resolve(NativeLibraries.CUDA_LIBRARY))) throw noCuda(archive);
        replace(folder, unpacked, work.resolve("before"));
        return folder;
    }

    private static IOException noCuda(Path archive) {
        return new IOException(
                archive
                        + " holds no "
                        + LIBRARY_FOLDER
                        + NativeLibraries.CUDA_LIBRARY
                        + "; get the archive libtorch for CUDA and this system");
    }

    /** The files of the lib folder by their plain names, so that none can land elsewhere. */
    private static Optional<String> file(String name) {
        int start = name.indexOf(LIBRARY_FOLDER);
        if (start < 0) return Optional.empty();
        String file = name.substring(start + LIBRARY_FOLDER.length());
        boolean plain = !file.isEmpty() && !file.contains("/") && !file.contains("\\");
        return plain ? Optional.of(file) : Optional.empty();
    }

    private static void replace(Path folder, Path unpacked, Path before) throws IOException {
        try {
            if (Files.exists(folder)) Files.move(folder, before, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            throw new IOException(
                    folder
                            + " cannot be replaced, since it is in use; start ImageJ anew and"
                            + " install before a model is used",
                    e);
        }
        Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
