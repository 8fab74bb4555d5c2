// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        String hash = sha256(input);
        Optional<Journal.Entry> entry = journal.find(input.getFileName().toString());
        if (entry.isPresent() && entry.get().sha256().equals(hash)) return "done before, skipped";
        if (entry.isEmpty() && Files.exists(result)) {
            throw new IOException(result + " is there and was not made by this job; move it away");
        }
        Path partial = partial(hash);
        Optional<Unfinished> begun =
                Files.exists(partial) ? Unfinished.of(open(partial)) : Optional.empty();
        ImagePlus image = begun.isPresent() ? begun.get().input() : open(input);
        Overlay own = image.getOverlay();
        Targets targets =
                begun.isPresent()
                        ? job.targets().withMask("").withSelections(SelectionSource.OVERLAY)
                        : job.regions().select(image, input, job.targets());
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

    private static ImagePlus open(Path file) throws IOException {
        ImagePlus image = IJ.openImage(file.toString());
        if (image == null) throw new IOException("ImageJ cannot open " + file + " as an image");
        return image;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                DigestInputStream in =
                        new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
