// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import ij.ImagePlus;
import ij.gui.Overlay;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.diffusion.image.ImageFile;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.inpaint.InpaintRun;
import sc.fiji.diffusion.tool.inpaint.InpaintTool;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.Targets;
import sc.fiji.diffusion.tool.inpaint.Unfinished;
import sc.fiji.diffusion.tool.record.ProvenanceSaver;

/**
 * One image of a folder job: skipped if it is done, gone on with if it was begun.
 *
 * @param input the image's file
 * @param result where the result goes
 * @param journal of the job
 */
record FolderFile(Path input, Path result, Journal journal) {

    private static final List<String> IMAGES =
            List.of(".tif", ".tiff", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".pgm", ".dcm");

    /** A stack that is not finished is saved under the result's name and this. */
    private static final String PARTIAL = ".partial.tif";

    static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean hidden = name.startsWith(".");
        return Files.isRegularFile(file) && !hidden && IMAGES.stream().anyMatch(name::endsWith);
    }

    /**
     * Does what is left to do.
     *
     * @return what was done, for the user
     */
    String run(InpaintFolder job, Sampling sampling, Progress progress) throws IOException {
        Optional<Path> region = job.regions().find(input);
        String hash = sha256(region);
        Optional<Journal.Entry> entry = journal.find(input.getFileName().toString());
        if (entry.isPresent() && entry.get().sha256().equals(hash)) return "done before, skipped";
        if (entry.isEmpty() && Files.exists(result)) {
            throw new IOException(result + " is there and was not made by this job; move it away");
        }
        Path partial = partial(hash);
        Optional<Unfinished> begun =
                Files.exists(partial) ? Unfinished.of(ImageFile.open(partial)) : Optional.empty();
        ImagePlus image = begun.isPresent() ? begun.get().input() : ImageFile.open(input);
        Overlay own = image.getOverlay();
        Targets targets =
                begun.isPresent()
                        ? job.targets().withMask("").withSelections(SelectionSource.OVERLAY)
                        : job.regions().select(image, input, region, job.targets());
        InpaintRun run = new InpaintTool(sampling, job.options(), targets).begin(image);
        try {
            run.run(progress);
        } catch (IOException | RuntimeException e) { // stopped, or out of memory
            if (run.canGoOn()) save(run, own, begun, partial);
            throw e;
        }
        save(run, own, begun, result);
        journal.finished(
                input.getFileName().toString(),
                new Journal.Entry(hash, result.getFileName().toString()));
        Files.deleteIfExists(partial);
        return run.finished().size() + (begun.isPresent() ? " planes, gone on with" : " planes");
    }

    /** The name tells the content that was begun with, so that another one does not go on. */
    private Path partial(String hash) {
        String name = InpaintFolder.base(result) + "." + hash.substring(0, 8) + PARTIAL;
        return result.resolveSibling(name);
    }

    private static void save(InpaintRun run, Overlay own, Optional<Unfinished> begun, Path file)
            throws IOException {
        ImagePlus image = run.image();
        image.setOverlay(own);
        begun.ifPresent(before -> before.settle(image));
        ProvenanceSaver.save(image, file);
    }

    /** The hash of what the result depends on: the image, and its file of regions if it has one. */
    private String sha256(Optional<Path> region) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            OutputStream into = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
            Files.copy(input, into);
            if (region.isPresent()) Files.copy(region.get(), into);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
