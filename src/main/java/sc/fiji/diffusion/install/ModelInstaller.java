// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.FolderLock;
import sc.fiji.diffusion.files.Folders;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelException;
import sc.fiji.diffusion.model.ModelFolder;
import sc.fiji.diffusion.model.ModelSource;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.model.ModelSummary;

/**
 * Puts models into a models folder: a folder in the diffusers layout, a checkpoint file, or a zip
 * of such a folder. A model appears under its name when it is whole and can be read.
 *
 * @param models the models folder, which is made if it does not exist
 */
public record ModelInstaller(Path models) {

    private static final String CHECKPOINT = ".safetensors";
    private static final String ZIP = ".zip";

    /** Folders inside a models folder that hold other things. */
    private static final Set<String> RESERVED = Set.of(Lora.FOLDER, ModelSpec.EMBEDDINGS);

    private static final int CHUNK_BYTES = 1 << 20;

    /**
     * Copies a model.
     *
     * @param source its folder, its .safetensors file, or a zip of its folder
     * @param name the name that it gets; empty for its own
     * @return where it is now
     * @throws IOException if it is no model or damaged, if there is one of that name, or if the
     *     disk is full; nothing is installed then
     */
    public Path install(Path source, String name, Transfer transfer) throws IOException {
        if (!Files.exists(source))
            throw new ModelException("there is no " + source.toAbsolutePath());
        Files.createDirectories(models);
        Path target = models.resolve(requireFree(source, name));
        Path work = Files.createTempDirectory(models, Leftovers.INSTALLING);
        try {
            return FolderLock.holding(work, () -> install(source, target, work, transfer));
        } finally {
            Folders.delete(work);
        }
    }

    private Path install(Path source, Path target, Path work, Transfer transfer)
            throws IOException {
        Path copy = work.resolve(target.getFileName());
        if (isZip(source)) unzip(source, copy, transfer);
        else copy(source, copy, transfer);
        requireModel(copy, source);
        return Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Downloads a model and installs it, after the user has agreed to the offer. What has come
     * stays for the next attempt until the model is installed.
     *
     * @param name the name that it gets; empty for that of the file
     * @param sha256 the hash that the file must have; empty if it is not known
     * @throws IOException as {@link Download#fetch} and {@link #install}, or if there is one of
     *     that name, or another run downloads the same file
     */
    public Path download(Download.Offer offer, String name, String sha256, Transfer transfer)
            throws IOException {
        requireInstallable(offer.file(), name);
        return download(offer, sha256, transfer, file -> installDownloaded(file, name, transfer));
    }

    /**
     * Downloads a file for something else than a model in the same way.
     *
     * @param installation what is done with the file
     */
    public Path download(
            Download.Offer offer, String sha256, Transfer transfer, Installation installation)
            throws IOException {
        Path folder = Leftovers.ofDownload(models, offer.file());
        Path installed =
                FolderLock.holding(
                        folder,
                        () ->
                                installed(
                                        Download.fetch(offer, folder, sha256, transfer),
                                        installation));
        Folders.delete(folder);
        return installed;
    }

    private static Path installed(Path file, Installation installation) throws IOException {
        try {
            return installation.of(file);
        } catch (IOException e) {
            String kept = "; what was downloaded is kept for the next attempt, or until the";
            throw new ModelException(
                    FileProblem.describe(e) + kept + " leftovers are removed in Models...", e);
        }
    }

    /** What is done with a file that was downloaded. */
    @FunctionalInterface
    public interface Installation {

        /** Installs it, and says where. */
        Path of(Path file) throws IOException;
    }

    /** A checkpoint is moved, not copied. */
    private Path installDownloaded(Path file, String name, Transfer transfer) throws IOException {
        if (isZip(file)) return install(file, name, transfer);
        Path target = models.resolve(requireFree(file, name));
        requireModel(file, file);
        return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Checks before a download what can be told from the name of its file.
     *
     * @param wanted the name that the model gets; empty for its own
     * @throws IOException if the file can be no model, or if there is one of that name
     */
    public void requireInstallable(String file, String wanted) throws IOException {
        if (!file.toLowerCase(Locale.ROOT).endsWith(CHECKPOINT) && !isZip(file)) {
            throw new ModelException(
                    "\""
                            + file
                            + "\" is no model: a download ends in "
                            + CHECKPOINT
                            + " or "
                            + ZIP);
        }
        requireFree(file, true, wanted);
    }

    /**
     * Checks that a name can be given to a new model.
     *
     * @param source that it comes from
     * @return the name of the new folder or file
     * @throws IOException if there is one of that name
     */
    private String requireFree(Path source, String wanted) throws IOException {
        String own = source.toAbsolutePath().normalize().getFileName().toString();
        return requireFree(own, Files.isRegularFile(source), wanted);
    }

    private String requireFree(String own, boolean file, String wanted) throws IOException {
        boolean zip = file && isZip(own);
        String plain = zip ? own.substring(0, own.length() - ZIP.length()) : own;
        String name = wanted.isBlank() ? plain : wanted.strip();
        if (file && !zip && !name.endsWith(CHECKPOINT)) name += CHECKPOINT;
        if (!FileName.isUsable(name) || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" cannot be the name of a folder; choose another name");
        }
        if (Files.exists(models.resolve(name))) {
            throw new ModelException(
                    "there is a model "
                            + name
                            + " in "
                            + models.toAbsolutePath()
                            + " already; choose another name, or remove that one first");
        }
        return name;
    }

    private static void requireModel(Path copy, Path source) throws IOException {
        if (!ModelSource.isModel(copy)) {
            throw new ModelException(
                    source.toAbsolutePath()
                            + " is no model: that is a .safetensors file, or a folder with a "
                            + ModelFolder.INDEX);
        }
        ModelSummary summary = ModelSummary.of(copy);
        if (summary.precision().isEmpty()) {
            throw new ModelException(source.toAbsolutePath() + " " + summary.family());
        }
        if (Files.exists(copy.resolve(Checksums.FILE))) {
            List<String> wrong = Checksums.check(copy);
            if (!wrong.isEmpty())
                throw new ModelException(source + ": " + String.join("; ", wrong));
        }
    }

    private static boolean isZip(Path source) {
        return Files.isRegularFile(source) && isZip(source.getFileName().toString());
    }

    private static boolean isZip(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith(ZIP);
    }

    private void copy(Path source, Path copy, Transfer transfer) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(source)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        long total = 0;
        for (Path file : files) total += Files.size(file);
        FreeSpace.require(models, total);
        long done = 0;
        for (Path file : files) {
            Path target = copy.resolve(source.relativize(file).toString());
            Files.createDirectories(target.getParent());
            try (InputStream in = Files.newInputStream(file);
                    OutputStream out = Files.newOutputStream(target)) {
                done = transfer(in, out, done, total, transfer);
            }
        }
    }

    /** Leaves out the folder that many archives have around everything. */
    private static void unzip(Path archive, Path copy, Transfer transfer) throws IOException {
        Path everything = Files.createDirectory(copy.resolveSibling(".unzipped"));
        new Archive(archive).unpack(everything, Optional::of, transfer);
        Files.move(root(everything), copy);
    }

    private static Path root(Path everything) throws IOException {
        try (Stream<Path> walk = Files.walk(everything, 2)) {
            return walk.filter(path -> Files.exists(path.resolve(ModelFolder.INDEX)))
                    .findFirst()
                    .orElse(everything);
        }
    }

    private static long transfer(
            InputStream in, OutputStream out, long before, long total, Transfer transfer)
            throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long done = before;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            out.write(chunk, 0, n);
            done += n;
            transfer.moved(Math.min(done, total), total);
        }
        return done;
    }
}
