// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.image.region.Patch;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Sampling;

/**
 * Measures the seam of repainted selections in the images of a folder (blobs, a leaf, a stack) and
 * in 16-bit and composite versions of them, with the shipped model, and with two classical fills:
 * the smooth continuation of the surroundings (push-pull) and their mean. Writes a table and
 * pictures.
 *
 * <pre>{@code
 * mvn -o -q test-compile exec:exec -Dexec.executable=java -Dexec.args="-cp %classpath
 *     sc.fiji.diffusion.tool.inpaint.SeamMeasurement FOLDER OUTPUT [SELECTIONS [STEPS [RESAMPLE]]]"
 * }</pre>
 */
public final class SeamMeasurement {

    private static final int[] RADII = {7, 10, 14, 18};

    private final int selections;
    private final Sampling sampling;
    private final InpaintOptions options;
    private final Path output;

    private SeamMeasurement(Path output, int selections, int steps, int resample) {
        this.output = output;
        this.selections = selections;
        this.sampling = Sampling.of("microscopy-128", "").withSteps(steps);
        this.options = InpaintOptions.DEFAULT.withResample(resample);
    }

    /** Folder of images, folder for results, then the numbers of selections, steps, repetitions. */
    public static void main(String[] args) throws IOException {
        SeamMeasurement measurement =
                new SeamMeasurement(
                        Path.of(args[1]),
                        number(args, 2, 50),
                        number(args, 3, 15),
                        number(args, 4, 4));
        Files.createDirectories(Path.of(args[1]));
        System.out.println(
                "image, model, smooth fill, mean fill, no change (medians of the ratio)");
        for (Map.Entry<String, ImagePlus> image : images(Path.of(args[0])).entrySet()) {
            measurement.measure(image.getKey(), image.getValue());
        }
    }

    private static int number(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private static Map<String, ImagePlus> images(Path folder) {
        Map<String, ImagePlus> images = new LinkedHashMap<>();
        ImagePlus blobs = open(folder, "blobs.tif");
        ImagePlus leaf = open(folder, "leaf.tif");
        ImagePlus stack = open(folder, "coloc-green-stack.tif");
        stack.setSlice(stack.getStackSize() / 2);
        images.put("blobs", blobs);
        images.put("leaf", leaf);
        images.put("stack", stack);
        ImageProcessor deep = blobs.getProcessor().convertToShortProcessor(false);
        deep.multiply(150);
        deep.resetMinAndMax();
        images.put("16-bit blobs", new ImagePlus("16-bit", deep));
        images.put("composite leaf", composite((ColorProcessor) leaf.getProcessor()));
        return images;
    }

    private static ImagePlus open(Path folder, String name) {
        return IJ.openImage(folder.resolve(name).toString());
    }

    private static ImagePlus composite(ColorProcessor rgb) {
        ImageStack channels = new ImageStack(rgb.getWidth(), rgb.getHeight());
        for (int c = 1; c <= 3; c++) channels.addSlice(rgb.getChannel(c, null));
        ImagePlus image = new ImagePlus("composite", channels);
        image.setDimensions(3, 1, 1);
        CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
        composite.setPosition(2, 1, 1);
        return composite;
    }

    private void measure(String name, ImagePlus image) throws IOException {
        Random random = new Random(11);
        double[][] ratios = new double[4][selections];
        ImageProcessor before = image.getProcessor().duplicate();
        ImageProcessor shown = before.duplicate();
        ImageProcessor marked = before.duplicate();
        for (int i = 0; i < selections; i++) {
            int radius = RADII[i % RADII.length];
            Roi roi = Seam.curve(random, image.getWidth(), image.getHeight(), radius);
            long places = random.nextLong();
            ImageProcessor[] results = {
                model(image, roi, i),
                classical(before, roi, Fill.BLUR),
                classical(before, roi, Fill.NEUTRAL),
                before
            };
            for (int k = 0; k < results.length; k++) {
                ratios[k][i] = Seam.ratio(before, results[k], roi, new Random(places));
            }
            if (i < RADII.length * 2) picture(shown, marked, results[0], roi);
        }
        System.out.printf(
                "%s, %.2f, %.2f, %.2f, %.2f%n",
                name,
                Seam.median(ratios[0]),
                Seam.median(ratios[1]),
                Seam.median(ratios[2]),
                Seam.median(ratios[3]));
        save(shown, name + "-repainted");
        save(marked, name + "-marked");
    }

    private ImageProcessor model(ImagePlus image, Roi roi, int seed) throws IOException {
        image.setRoi(roi);
        Sampling seeded =
                new Sampling(
                        sampling.model(),
                        "",
                        "",
                        sampling.steps(),
                        Guidance.of(1),
                        sampling.method(),
                        seed,
                        1);
        ImagePlus result =
                new InpaintTool(seeded, options, Targets.DEFAULT).run(image, Progress.NONE);
        return result.getStack().getProcessor(result.getCurrentSlice());
    }

    private static ImageProcessor classical(ImageProcessor before, Roi roi, Fill fill) {
        ImageProcessor after = before.duplicate();
        Selection selection = Selection.of(roi, before.getWidth(), before.getHeight());
        Window all = new Window(0, 0, before.getWidth(), before.getHeight());
        Plane plane = Plane.of(before);
        Tensor filled = fill.apply(plane.tensor(), selection.mask(all), 1);
        Patch.of(selection, 3, filled, all, plane.range()).paint(after);
        return after;
    }

    private static void picture(
            ImageProcessor shown, ImageProcessor marked, ImageProcessor result, Roi roi) {
        for (int y = 0; y < shown.getHeight(); y++) {
            for (int x = 0; x < shown.getWidth(); x++) {
                if (roi.contains(x, y)) shown.set(x, y, result.get(x, y));
            }
        }
        marked.setValue(marked.isInvertedLut() ? 255 : 0);
        roi.drawPixels(marked);
    }

    private void save(ImageProcessor plane, String name) {
        String file = output.resolve(name.replace(' ', '-') + ".png").toString();
        new FileSaver(new ImagePlus(name, plane)).saveAsPng(file);
    }
}
