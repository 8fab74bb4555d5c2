// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;

/** The shipped models leave no step in brightness; {@link SeamMeasurement} measures more. */
class SeamTest {

    private static final int SELECTIONS = 36;

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    @ParameterizedTest
    @CsvSource({"microscopy-128, 2", "microscopy-128-inpainting, 1"})
    void stepAcrossTheRimIsNoLargerThanElsewhereInTheImage(String model, int resample)
            throws IOException {
        ImagePlus image = blobs();
        ImageProcessor before = image.getProcessor().duplicate();
        Random random = new Random(4);
        double[] repainted = new double[SELECTIONS];
        double[] brightened = new double[SELECTIONS];
        for (int i = 0; i < SELECTIONS; i++) {
            Roi roi = Seam.curve(random, image.getWidth(), image.getHeight(), 8 + i % 9);
            image.setRoi(roi);
            ImageProcessor after = inpaint(image, model, resample, i);
            repainted[i] = Seam.ratio(before, after, roi, new Random(i));
            ImageProcessor brighter = before.duplicate();
            brighter.setRoi(roi);
            brighter.setMask(roi.getMask());
            brighter.setSnapshotCopyMode(true);
            brighter.snapshot();
            brighter.add(6000);
            brighter.reset(brighter.getMask());
            brightened[i] = Seam.ratio(before, brighter, roi, new Random(i));
        }
        System.out.printf("seam of %s: %.2f of the usual step%n", model, Seam.median(repainted));
        assertThat(Seam.median(repainted)).isLessThanOrEqualTo(1.2);
        assertThat(Seam.median(brightened)).isGreaterThan(1.2); // so a seam would be seen
    }

    private static ImageProcessor inpaint(ImagePlus image, String name, int resample, long seed)
            throws IOException {
        Sampling model = Sampling.of(name, "").withSteps(10).withSeed(seed);
        Sampling unguided =
                new Sampling(model.model(), "", "", 10, Guidance.of(1), model.method(), seed, 1);
        InpaintOptions options = InpaintOptions.DEFAULT.withResample(resample);
        return new InpaintTool(unguided, options, Targets.DEFAULT)
                .run(image, Progress.NONE)
                .getProcessor();
    }

    /** Bright spots of several sizes on an uneven ground, 16-bit. */
    private static ImagePlus blobs() {
        Random random = new Random(8);
        float[] values = new float[192 * 160];
        for (int spot = 0; spot < 40; spot++) {
            double x0 = random.nextInt(192);
            double y0 = random.nextInt(160);
            double sigma = 3 + 5 * random.nextDouble();
            for (int i = 0; i < values.length; i++) {
                double d = Math.hypot(i % 192 - x0, i / 192 - y0) / sigma;
                values[i] += (float) (9000 * Math.exp(-d * d / 2));
            }
        }
        ShortProcessor plane = new ShortProcessor(192, 160);
        for (int i = 0; i < values.length; i++) {
            double ground = 3000 + 8 * (i % 192) + 150 * random.nextGaussian();
            plane.set(i, (int) (values[i] + ground));
        }
        ImagePlus image = new ImagePlus("blobs", plane);
        image.setDisplayRange(0, 20000);
        return image;
    }
}
