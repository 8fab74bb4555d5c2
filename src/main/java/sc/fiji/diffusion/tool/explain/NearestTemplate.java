// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImageStack;
import java.util.Arrays;

/**
 * Says which digit an image shows, by the most similar of many glyphs, and whether it is similar
 * enough to be one: at least as similar as 99 of 100 new glyphs are.
 */
final class NearestTemplate {

    private static final int TEMPLATES = 2000;
    private static final int TRIALS = 500;
    private static final double ACCEPTED_SHARE = 0.99;

    /**
     * An answer.
     *
     * @param digit of the most similar glyph
     * @param similarity correlation with it, at most 1
     * @param accepted whether the image counts as a glyph
     */
    record Answer(int digit, double similarity, boolean accepted) {}

    private final double[][] templates;
    private final double threshold;

    /** A classifier for images of a side. */
    NearestTemplate(int side) {
        templates = normalised(new Glyphs(TEMPLATES, side, 101).toImage().getStack());
        double[][] trials = normalised(new Glyphs(TRIALS, side, 202).toImage().getStack());
        double[] similarities =
                Arrays.stream(trials)
                        .mapToDouble(v -> similarity(v, nearest(v)))
                        .sorted()
                        .toArray();
        threshold = similarities[(int) ((1 - ACCEPTED_SHARE) * TRIALS)];
    }

    /** The similarity that is asked for. */
    double threshold() {
        return threshold;
    }

    /** Classifies each slice. */
    Answer[] classify(ImageStack stack) {
        double[][] images = normalised(stack);
        Answer[] answers = new Answer[images.length];
        for (int i = 0; i < images.length; i++) {
            int nearest = nearest(images[i]);
            double similarity = similarity(images[i], nearest);
            answers[i] = new Answer(nearest % 10, similarity, similarity >= threshold);
        }
        return answers;
    }

    private int nearest(double[] image) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < templates.length; k++) {
            double similarity = similarity(image, k);
            if (similarity > most) {
                most = similarity;
                best = k;
            }
        }
        return best;
    }

    private double similarity(double[] image, int template) {
        double sum = 0;
        for (int i = 0; i < image.length; i++) sum += image[i] * templates[template][i];
        return sum;
    }

    /** Values of each slice with mean 0 and norm 1. */
    private static double[][] normalised(ImageStack stack) {
        double[][] result = new double[stack.size()][];
        for (int s = 0; s < result.length; s++) {
            float[] pixels =
                    (float[]) stack.getProcessor(s + 1).convertToFloatProcessor().getPixels();
            double mean = 0;
            for (float v : pixels) mean += v / pixels.length;
            double[] values = new double[pixels.length];
            double squares = 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = pixels[i] - mean;
                squares += values[i] * values[i];
            }
            for (int i = 0; i < values.length; i++) values[i] /= Math.sqrt(squares + 1e-12);
            result[s] = values;
        }
        return result;
    }
}
