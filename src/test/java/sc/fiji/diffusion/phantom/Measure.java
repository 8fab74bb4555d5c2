// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Statistics of phantoms that the tests compare. */
final class Measure {

    private static final int SEEDS = 8;

    private Measure() {}

    /** The mean of a statistic over pictures of one spec. */
    static double mean(PhantomSpec spec, ToDoubleFunction<Phantom> statistic) {
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            sum += statistic.applyAsDouble(Phantoms.draw(spec, 128, 128, seed));
        }
        return sum / SEEDS;
    }

    /** The share of the field that objects cover. */
    static double coverage(Phantom phantom) {
        return Arrays.stream(phantom.labels()).filter(label -> label > 0).count()
                / (double) phantom.labels().length;
    }

    /** The median number of pixels of an object. */
    static double objectArea(Phantom phantom) {
        int[] areas = new int[phantom.count()];
        for (int label : phantom.labels()) if (label > 0) areas[label - 1]++;
        Arrays.sort(areas);
        return areas[areas.length / 2];
    }

    /** The mean clean value where the labels are (or are not) zero. */
    static double meanWhere(Phantom phantom, boolean labelled) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < phantom.labels().length; i++) {
            if (phantom.labels()[i] > 0 != labelled) continue;
            sum += phantom.clean()[i];
            count++;
        }
        return sum / count;
    }

    /** The standard deviation of the clean values. */
    static double contrast(Phantom phantom) {
        double sum = 0;
        double squares = 0;
        for (float value : phantom.clean()) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / phantom.clean().length;
        return Math.sqrt(squares / phantom.clean().length - mean * mean);
    }

    /** The deviation of the median clean values of sixteen tiles, relative to their mean. */
    static double shading(Phantom phantom) {
        int side = phantom.width() / 4;
        double sum = 0;
        double squares = 0;
        for (int tile = 0; tile < 16; tile++) {
            float[] values = new float[side * side];
            int corner = tile / 4 * side * phantom.width() + tile % 4 * side;
            for (int i = 0; i < values.length; i++) {
                values[i] = phantom.clean()[corner + i / side * phantom.width() + i % side];
            }
            Arrays.sort(values);
            double median = values[values.length / 2];
            sum += median / 16;
            squares += median * median / 16;
        }
        return Math.sqrt(squares - sum * sum) / sum;
    }

    /** Differences between neighbours in a row, relative to the variance. */
    static double detail(Phantom phantom) {
        double sum = 0;
        float[] clean = phantom.clean();
        for (int i = 1; i < clean.length; i++) {
            if (i % phantom.width() == 0) continue;
            double difference = clean[i] - clean[i - 1];
            sum += difference * difference;
        }
        double deviation = contrast(phantom);
        return sum / clean.length / (deviation * deviation);
    }

    /** The root mean square of what the camera added. */
    static double noise(Phantom phantom) {
        double sum = 0;
        for (int i = 0; i < phantom.clean().length; i++) {
            double difference = phantom.pixels()[i] - phantom.clean()[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / phantom.clean().length);
    }
}
