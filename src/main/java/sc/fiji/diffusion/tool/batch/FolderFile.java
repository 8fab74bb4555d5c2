// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import ij.ImagePlus;
import ij.gui.Overlay;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.image.ImageFile;
import sc.fiji.diffusion.image.file.FileNames;
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
 * @param region its file of regions, if it has one
 * @param journal of the job
 * @param disk for all that is written
 */
record FolderFile(Path input, Path result, Optional<Path> region, Journal journal, Disk disk) {

    /** A stack that is not finished is saved under the result's name and this. */
    private static final String PARTIAL = ".partial.tif";

    /** What is being written; one job at a time writes into a folder. */
    private static final String PART = ".inpaint-folder.part.tif";

    /** Of a TIFF beside its pixels. */
    private static final long HEADER_BYTES = 1 << 16;

    /**
     * Does what is left to do.
     *
     * @param sampling with the seed of this file
     * @return what was done, for the user
     * @throws StoppedJobException if the results' folder cannot be written
     * @throws IOException if this file cannot be done
     */
    String run(InpaintFolder job, Sampling sampling, Progress progress) throws IOException {
        String hash = sha256();
        JobMark mark = mark(job, sampling, hash);
        Path partial = partial(hash);
        if (isDone(hash, mark)) {
            disk.delete(partial); // left by a run that ended after the last plane
            return "done before, skipped";
        }
        Optional<Unfinished> begun =
                Files.exists(partial) ? Unfinished.of(ImageFile.open(partial)) : Optional.empty();
        ImagePlus image = begun.isPresent() ? begun.get().input() : ImageFile.open(input);
        requireRoom(image);
        Overlay own = image.getOverlay();
        Targets targets =
                begun.isPresent()
                        ? job.targets().withMask("").withSelections(SelectionSource.OVERLAY)
                        : job.regions().select(image, input, region, job.targets());
        InpaintRun run = new InpaintTool(sampling, job.options(), targets).begin(image);
        try {
            run.run(progress);
        } catch (IOException | RuntimeException e) { // stopped, or out of memory
            if (run.canGoOn()) save(run, own, begun, mark, partial);
            throw e;
        }
        save(run, own, begun, mark, result);
        noteFinished(hash);
        disk.delete(partial);
        return run.finished().size() + (begun.isPresent() ? " planes, gone on with" : " planes");
    }

    private boolean isDone(String hash, JobMark mark) throws IOException {
        Optional<Journal.Entry> entry = journal.find(name());
        if (entry.isPresent()) return entry.get().sha256().equals(hash);
        if (!Files.exists(result)) return false;
        if (!mark.isOn(result)) {
            throw new IOException(result + " is there and was not made by this job; move it away");
        }
        noteFinished(hash); // a run ended before it did
        return true;
    }

    private String name() {
        return input.getFileName().toString();
    }

    private void noteFinished(String hash) throws IOException {
        journal.finished(name(), new Journal.Entry(hash, result.getFileName().toString()));
    }

    /** The name tells the content that was begun with, so that another one does not go on. */
    private Path partial(String hash) {
        String name = FileNames.stem(result) + "." + hash.substring(0, 8) + PARTIAL;
        return result.resolveSibling(name);
    }

    /** Asked before the work, which would be for nothing. */
    private void requireRoom(ImagePlus image) throws IOException {
        try {
            FreeSpace.require(result.getParent(), (long) image.getSizeInBytes() + HEADER_BYTES);
        } catch (IOException e) {
            throw new StoppedJobException(e.getMessage());
        }
    }

    private void save(
            InpaintRun run, Overlay own, Optional<Unfinished> begun, JobMark mark, Path file)
            throws IOException {
        ImagePlus image = run.image();
        image.setOverlay(own);
        begun.ifPresent(before -> before.settle(image));
        mark.writeTo(image);
        Path part = result.resolveSibling(PART);
        try {
            write(image, part);
            disk.move(part, file);
        } finally {
            disk.delete(part);
        }
    }

    private void write(ImagePlus image, Path part) throws IOException {
        try {
            disk.write(part, file -> ProvenanceSaver.writeTiff(image, file));
        } catch (IOException e) {
            throw new StoppedJobException(FileProblem.notWritten(result, e).getMessage());
        }
    }

    /** The hash of what the result depends on: the image, and its file of regions if it has one. */
    private String sha256() throws IOException {
        MessageDigest digest = digest();
        OutputStream into = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        Files.copy(input, into);
        if (region.isPresent()) Files.copy(region.get(), into);
        return HexFormat.of().formatHex(digest.digest());
    }

    private JobMark mark(InpaintFolder job, Sampling sampling, String hash) {
        String all = job.settings() + "\n" + sampling.seed() + "\n" + name() + "\n" + hash;
        byte[] digest = digest().digest(all.getBytes(StandardCharsets.UTF_8));
        return new JobMark(job.sampling().seed(), HexFormat.of().formatHex(digest));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
