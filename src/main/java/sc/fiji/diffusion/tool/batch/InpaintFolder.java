// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.FolderLock;
import sc.fiji.diffusion.image.file.FileNames;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.edit.Share;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.InpaintTool;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.inpaint.Targets;

/**
 * Repaints selections of all images of a folder and saves the results as TIFF with their records.
 *
 * <p>A job that was stopped goes on when it is run again with the same settings: files that are
 * finished are skipped, and so are the finished planes of a stack that is not. Results are complete
 * or not there. A file that cannot be done is passed over and reported at the end.
 *
 * @param sampling what to paint
 * @param options how
 * @param targets where; selections and mask come from {@code regions}. With seeds "per slice" the
 *     k-th file, from 0, begins with the seed + 1000 k
 * @param regions where each image is to be repainted
 */
public record InpaintFolder(
        Sampling sampling, InpaintOptions options, Targets targets, Regions regions) {

    private static final int SEEDS_A_FILE = 1000;
    private static final String WITHOUT_IMAGE =
            "it is named as a mask, and there is no image of that name";

    /** Results are always new images. */
    public InpaintFolder {
        targets = targets.withTarget(Target.NEW_IMAGE);
        new InpaintTool(sampling, options, targets); // checks them
    }

    /**
     * What became of a file.
     *
     * @param file the input
     * @param result its result; null if there is none
     * @param note such as "skipped, done before", or why it failed
     */
    public record Outcome(Path file, Path result, String note) {}

    /**
     * Does the job.
     *
     * @param input the folder of images; its subfolders do not count
     * @param output the folder of results, made if it is not there
     * @return one outcome for each file, in the order of their names
     * @throws IllegalArgumentException if there are no images, if both folders are one, or if the
     *     output folder holds results of another job
     * @throws IOException if a folder cannot be read or written, if another run is writing into the
     *     output folder, or if its journal is damaged
     * @throws CancellationException if the progress stops the job; what is finished stays
     */
    public List<Outcome> run(Path input, Path output, Progress progress) throws IOException {
        return run(input, output, progress, new Disk());
    }

    List<Outcome> run(Path input, Path output, Progress progress, Disk disk) throws IOException {
        FileNames inputs = inputs(input);
        Files.createDirectories(output);
        if (Files.isSameFile(input, output)) {
            throw new IllegalArgumentException(
                    "input and output are the same folder, " + input + "; choose another output");
        }
        FolderLock lock = FolderLock.take(output);
        try {
            Journal journal = Journal.open(output, settings(), sampling.seed(), disk);
            return run(inputs, regions.files(input, inputs), output, progress, journal, disk);
        } finally {
            lock.close();
        }
    }

    private List<Outcome> run(
            FileNames inputs,
            FileNames beside,
            Path output,
            Progress progress,
            Journal journal,
            Disk disk)
            throws IOException {
        List<Path> files = images(inputs);
        List<String> names = names(files);
        List<Outcome> outcomes = new ArrayList<>();
        for (int k = 0; k < files.size(); k++) {
            Path input = files.get(k);
            FolderFile file =
                    new FolderFile(
                            input,
                            output.resolve(names.get(k)),
                            regions.find(input, beside),
                            journal,
                            disk);
            try {
                outcomes.add(run(file, k, new Share(progress, k, files.size())));
            } catch (StoppedJobException e) {
                throw new IOException(stopped(e, outcomes, files.size()));
            }
        }
        inputs.images().stream()
                .filter(FileNames::isNamedMask)
                .forEach(mask -> outcomes.add(new Outcome(mask, null, WITHOUT_IMAGE)));
        return outcomes;
    }

    /** What is named as a mask is none of them, even without its image. */
    private static List<Path> images(FileNames inputs) {
        return inputs.images().stream().filter(file -> !FileNames.isNamedMask(file)).toList();
    }

    private static String stopped(IOException e, List<Outcome> outcomes, int files) {
        long finished = outcomes.stream().filter(o -> o.result() != null).count();
        return e.getMessage()
                + ". "
                + finished
                + " of "
                + files
                + " files are finished and stay so; the same again goes on with the others";
    }

    /**
     * The seed of the job whose results a folder holds, with which it can be gone on with.
     *
     * @throws IOException if the folder's journal is damaged, or its seed is lost
     */
    public static OptionalLong seedOf(Path output) throws IOException {
        OptionalLong seed = Journal.seedOf(output);
        return seed.isPresent() || !Journal.isIn(output) ? seed : JobMark.seedIn(output);
    }

    private Outcome run(FolderFile file, int index, Progress progress) throws IOException {
        try {
            String note = file.run(this, seeded(index), progress);
            return new Outcome(file.input(), file.result(), note);
        } catch (CancellationException | StoppedJobException e) {
            throw e;
        } catch (IOException e) {
            return new Outcome(file.input(), null, FileProblem.describe(e));
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Outcome(file.input(), null, reason(e));
        }
    }

    private static String reason(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "there is too little memory for it; give ImageJ more by Edit > Options > Memory"
                    + " & Threads, or run it alone";
        }
        return e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
    }

    private Sampling seeded(int index) {
        if (targets.seeds() == SeedPolicy.SAME) return sampling;
        return sampling.withSeed(sampling.seed() + (long) SEEDS_A_FILE * index);
    }

    /** Everything that the pixels of results depend on, in one line. */
    String settings() {
        String all = sampling + " " + options + " " + targets + " " + regions.describe();
        return all.replaceAll("\\s+", " ");
    }

    private static FileNames inputs(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("input " + folder + " is no folder");
        }
        FileNames names = FileNames.in(folder);
        if (images(names).isEmpty()) {
            throw new IllegalArgumentException(
                    "input "
                            + folder
                            + " holds no images ("
                            + String.join(", ", FileNames.imageEndings())
                            + ")");
        }
        return names;
    }

    /** Names of results: the images' own, and with their endings where two would be the same. */
    private static List<String> names(List<Path> files) {
        Set<String> used = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            String name = FileNames.stem(file);
            names.add((used.add(name) ? name : file.getFileName().toString()) + ".tif");
        }
        return names;
    }
}
