// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.engine.NativeLibraries;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.install.Checksums;
import sc.fiji.diffusion.install.Download;
import sc.fiji.diffusion.install.GpuLibraries;
import sc.fiji.diffusion.install.Leftovers;
import sc.fiji.diffusion.install.ModelInstaller;
import sc.fiji.diffusion.install.Transfer;
import sc.fiji.diffusion.model.ModelSummary;

/** What can be done with models as files: look at them, check them, add new ones. */
public final class ModelStore {

    private ModelStore() {}

    /** The folder that new models go to. */
    public static Path folder() {
        return Models.shared().folderOfNew("").toAbsolutePath().normalize();
    }

    /** One line on a model. */
    public static String describe(ModelSummary model) {
        return String.join(
                " | ",
                model.name(),
                model.family(),
                model.precision(),
                FreeSpace.describe(model.bytes()),
                model.licence().isEmpty() ? "licence not stated" : model.licence());
    }

    /**
     * Checks a model's files against the hashes that came with them.
     *
     * @return one line on the result, with the hash over the weights
     * @throws IOException if files differ from what was published, naming them
     */
    public static String check(String model) throws IOException {
        return check(ModelSummary.of(Models.shared().find(model)));
    }

    /**
     * The same for a model, adapter or embedding of the list.
     *
     * @throws IOException if files differ from what was published, naming them
     */
    public static String check(ModelSummary model) throws IOException {
        String hash = "SHA-256 of its weights " + model.hash();
        if (!Files.exists(model.path().resolve(Checksums.FILE))) {
            return model.name() + ": no " + Checksums.FILE + " to check against; " + hash;
        }
        List<String> wrong = Checksums.check(model.path());
        if (!wrong.isEmpty()) throw new IOException(model.name() + ": " + String.join("; ", wrong));
        return model.name() + ": all files are as published; " + hash;
    }

    /**
     * Installs a model from this machine.
     *
     * @param source its folder, its .safetensors file, or a zip of its folder
     * @param name that it gets; empty for its own
     */
    public static Path install(Path source, String name, Transfer transfer) throws IOException {
        return new ModelInstaller(folder()).install(source, name, transfer);
    }

    /** What a server offers at an address: to be shown before {@link #download}. */
    public static Download.Offer offer(String address) throws IOException {
        return Download.offer(address);
    }

    /** What a user has to agree to. */
    public static String terms(Download.Offer offer) {
        return "download "
                + FreeSpace.describe(offer.bytes())
                + " from "
                + offer.shownAddress()
                + " (the server does not state its licence: read the page that offers it)";
    }

    /**
     * Downloads and installs a model, after the user has agreed to the offer's terms.
     *
     * @param name that it gets; empty for that of the file
     * @param sha256 its hash as published; empty if it is not known
     */
    public static Path download(Download.Offer offer, String name, String sha256, Transfer transfer)
            throws IOException {
        return new ModelInstaller(folder()).download(offer, name, sha256, transfer);
    }

    /** Where PyTorch for this machine's GPU is published, if there is a build for it. */
    public static Optional<String> gpuLibraries() {
        return NativeLibraries.cudaArchive();
    }

    /**
     * Installs PyTorch for GPUs from the archive libtorch that PyTorch publishes.
     *
     * @param source a file, or an address to download from
     * @param consent asked before a download
     * @param sha256 the archive's hash as published; empty if it is not known
     */
    public static Path installGpuLibraries(
            String source, Consent consent, String sha256, Transfer transfer) throws IOException {
        ModelInstaller.Installation install = archive -> GpuLibraries.install(archive, transfer);
        if (!source.matches("(?i)https?://.*")) return install.of(Path.of(source));
        Download.Offer offer = consent.to(source);
        return new ModelInstaller(folder()).download(offer, sha256, transfer, install);
    }

    /** Asks the user whether to download. */
    @FunctionalInterface
    public interface Consent {

        /**
         * What the server offers, if the user has agreed to its terms.
         *
         * @throws RuntimeException if not
         */
        Download.Offer to(String address) throws IOException;
    }

    /**
     * What downloads and installs that did not end well have left.
     *
     * @throws IOException if a folder cannot be listed
     */
    public static List<Leftovers.Leftover> leftovers() throws IOException {
        List<Leftovers.Leftover> all = new ArrayList<>();
        for (Path folder : placesOfLeftovers()) all.addAll(Leftovers.in(folder));
        return all;
    }

    /** One line on something that was left. */
    public static String describe(Leftovers.Leftover leftover) {
        return String.join(
                " | ",
                leftover.name(),
                leftover.description(),
                FreeSpace.describe(leftover.bytes()),
                leftover.path().toString());
    }

    /**
     * Takes it away.
     *
     * @return one line on what is gone
     * @throws IOException if something cannot be taken away
     */
    public static String removeLeftovers() throws IOException {
        List<Leftovers.Leftover> gone = new ArrayList<>();
        for (Path folder : placesOfLeftovers()) gone.addAll(Leftovers.remove(folder));
        if (gone.isEmpty()) return "there is nothing left over";
        long bytes = gone.stream().mapToLong(Leftovers.Leftover::bytes).sum();
        String names = gone.stream().map(Leftovers.Leftover::name).collect(joining(", "));
        return "removed " + names + " (" + FreeSpace.describe(bytes) + ")";
    }

    private static List<Path> placesOfLeftovers() {
        return List.of(folder(), NativeLibraries.cudaFolder().getParent());
    }
}
