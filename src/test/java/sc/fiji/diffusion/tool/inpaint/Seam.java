// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.Arrays;
import java.util.Random;

/**
 * The step in brightness across a closed curve: between the mean of the pixels just inside and that
 * of those just outside. A seam makes it larger than it is along curves that mean nothing.
 */
final class Seam {

    /** Pixels on each side that are averaged. */
    static final int WIDTH_PX = 4;

    /** Curves of the unchanged image that one selection is compared with. */
    private static final int CURVES = 40;

    private Seam() {}

    /** A random closed curve, star-shaped, within an image. */
    static Roi curve(Random random, int width, int height, int radius) {
        int points = 60;
        double[] wave = new double[6];
        for (int k = 0; k < wave.length; k++) wave[k] = random.nextGaussian() * 0.25 / (1 + k / 2);
        float[] xs = new float[points];
        float[] ys = new float[points];
        int margin = (int) (1.9 * radius) + WIDTH_PX;
        int centreX = margin + random.nextInt(Math.max(1, width - 2 * margin));
        int centreY = margin + random.nextInt(Math.max(1, height - 2 * margin));
        for (int i = 0; i < points; i++) {
            double angle = 2 * Math.PI * i / points;
            double r = 1;
            for (int k = 0; k < wave.length; k += 2) {
                r +=
                        wave[k] * Math.cos((k / 2 + 1) * angle)
                                + wave[k + 1] * Math.sin((k / 2 + 1) * angle);
            }
            r = radius * Math.max(0.4, Math.min(1.7, r));
            xs[i] = (float) (centreX + r * Math.cos(angle));
            ys[i] = (float) (centreY + r * Math.sin(angle));
        }
        return new PolygonRoi(xs, ys, Roi.POLYGON);
    }

    /** The step across a curve, averaged over the channels of RGB. */
    static double step(ImageProcessor plane, Roi curve) {
        int channels = plane.getNChannels();
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            ImageProcessor channel = channels == 1 ? plane : plane.toFloat(c, null);
            sum += Math.abs(difference(channel, curve));
        }
        return sum / channels;
    }

    private static double difference(ImageProcessor plane, Roi curve) {
        int width = plane.getWidth();
        FloatProcessor inside = distances(curve, width, plane.getHeight(), true);
        FloatProcessor outside = distances(curve, width, plane.getHeight(), false);
        double[] sum = new double[2];
        int[] count = new int[2];
        for (int i = 0; i < plane.getPixelCount(); i++) {
            float in = inside.getf(i);
            float out = outside.getf(i);
            int side = in > 0 && in <= WIDTH_PX ? 0 : out > 0 && out <= WIDTH_PX ? 1 : -1;
            if (side < 0) continue;
            sum[side] += plane.getf(i);
            count[side]++;
        }
        return sum[0] / count[0] - sum[1] / count[1];
    }

    private static FloatProcessor distances(Roi curve, int width, int height, boolean inside) {
        ByteProcessor mask = new ByteProcessor(width, height);
        mask.setValue(255);
        mask.fill(curve);
        if (!inside) mask.invert();
        return new EDM().makeFloatEDM(mask, 0, false);
    }

    /**
     * The step across a selection of a repainted image, in units of what is usual in the unchanged
     * one: the median of the steps across the same curve at random places.
     */
    static double ratio(ImageProcessor before, ImageProcessor after, Roi selection, Random random) {
        double[] usual = new double[CURVES];
        for (int i = 0; i < CURVES; i++) {
            Roi moved = (Roi) selection.clone();
            int freeX = before.getWidth() - moved.getBounds().width - 2 * WIDTH_PX;
            int freeY = before.getHeight() - moved.getBounds().height - 2 * WIDTH_PX;
            moved.setLocation(
                    WIDTH_PX + random.nextInt(Math.max(1, freeX)),
                    WIDTH_PX + random.nextInt(Math.max(1, freeY)));
            usual[i] = step(before, moved);
        }
        return step(after, selection) / median(usual);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
