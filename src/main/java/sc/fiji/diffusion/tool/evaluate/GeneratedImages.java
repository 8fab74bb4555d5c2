// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.image.ImageFile;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.image.TiffSaver;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.TextToImageTool;
import sc.fiji.diffusion.tool.record.Records;

/**
 * Images that a model makes, each for its own prompt. Those of a folder are kept, so that a long
 * evaluation that is stopped goes on where it was.
 *
 * @param sampling how they are made; image k has seed + k
 * @param folder where they are kept, if anywhere
 */
record GeneratedImages(Sampling sampling, Optional<Path> folder) {

    private static final String SETTINGS = "settings.txt";

    /**
     * Makes sure that what the folder holds was made in the same way.
     *
     * @param modelHash of the weights
     * @throws IOException if it was not
     */
    void open(String modelHash) throws IOException {
        if (folder.isEmpty()) return;
        Path file = folder.get().resolve(SETTINGS);
        String settings = settings(modelHash);
        if (Files.exists(file) && !Files.readString(file).equals(settings)) {
            throw new IOException(
                    folder.get()
                            + " holds images that were made with other settings (see "
                            + SETTINGS
                            + " there); choose an empty folder");
        }
        Files.createDirectories(folder.get());
        WholeFile.write(file, settings);
    }

    private String settings(String modelHash) {
        return String.format(
                Locale.ROOT,
                "model: %s%nSHA-256: %s%nsteps: %d%nguidance: %s%nmethod: %s%nseed: %d%n",
                sampling.model(),
                modelHash,
                sampling.steps(),
                sampling.guidance(),
                sampling.method(),
                sampling.seed());
    }

    /**
     * An image.
     *
     * @param index from 0
     * @return {@code [1, C, H, W]} in [0, 1]
     */
    Tensor image(int index, String prompt, Progress progress) throws IOException {
        Path file = folder.map(f -> f.resolve(name(index))).orElse(null);
        if (file != null && Files.exists(file)) {
            Tensor kept = tensor(kept(file, prompt));
            progress.step(1, 1, () -> kept);
            return kept;
        }
        Sampling one =
                new Sampling(
                        sampling.model(),
                        prompt,
                        sampling.negative(),
                        sampling.steps(),
                        sampling.guidance(),
                        sampling.method(),
                        sampling.seed() + index,
                        1);
        int size = TextToImageTool.MODEL_SIZE;
        ImagePlus image = new TextToImageTool(one, size, size, OutputType.GRAY32).run(progress);
        if (file != null) TiffSaver.save(image, file);
        return tensor(image);
    }

    private static String name(int index) {
        return String.format(Locale.ROOT, "image_%05d.tif", index);
    }

    /** An image of an earlier run, which may have had other captions. */
    private static ImagePlus kept(Path file, String prompt) throws IOException {
        ImagePlus image = ImageFile.open(file);
        String before = Records.last(image).settings().getOrDefault("prompt", "");
        if (before.equals(prompt)) return image;
        throw new IOException(
                file
                        + " was made for the prompt \""
                        + before
                        + "\", not \""
                        + prompt
                        + "\"; choose an empty folder");
    }

    private static Tensor tensor(ImagePlus image) {
        ImageStack stack = image.getStack();
        int plane = stack.getWidth() * stack.getHeight();
        float[] values = new float[plane * stack.size()];
        for (int c = 0; c < stack.size(); c++) {
            FloatProcessor pixels = stack.getProcessor(c + 1).convertToFloatProcessor();
            for (int i = 0; i < plane; i++) {
                values[c * plane + i] = Math.max(0, Math.min(1, pixels.getf(i)));
            }
        }
        return Tensor.of(values, 1, stack.size(), stack.getHeight(), stack.getWidth());
    }
}
