// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What a hole holds before a model repaints it. At strength 1 a four-channel model does not see it.
 */
public enum Fill {
    /** The image as it is. */
    ORIGINAL("original"),
    /** Gaussian noise with the mean and the standard deviation of the surroundings. */
    NOISE("noise"),
    /** A smooth continuation of the surroundings. */
    BLUR("blur"),
    /** The mean of the surroundings. */
    NEUTRAL("neutral"),
    /** Copies of patches of the surroundings, see {@link PatchFill}. */
    PATCHES("patches");

    /** Pixels around the hole whose statistics count. */
    private static final int SURROUNDINGS_PX = 16;

    private final String label;

    Fill(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Fill::label).toList();
    }

    /**
     * The fill of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static Fill named(String name) {
        return Choice.named("fill", name, values(), Fill::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }

    /**
     * Fills the hole.
     *
     * @param image {@code [1, C, H, W]}
     * @param mask {@code [1, 1, H, W]}, 1 in the hole
     * @param seed of {@link #NOISE}
     * @return a new image; outside the hole it is as before
     */
    public Tensor apply(Tensor image, Tensor mask, long seed) {
        if (this == ORIGINAL) return image;
        if (this == PATCHES) return PatchFill.fill(image, mask);
        Tensor surroundings =
                Distance.outside(mask).map(d -> d > 0 && d <= SURROUNDINGS_PX ? 1 : 0);
        Random random = new Random(seed);
        return perChannel(image, mask, channel -> start(channel, mask, surroundings, random));
    }

    /**
     * Continues an image smoothly into gaps, pixels without a value.
     *
     * @param image {@code [1, C, H, W]}
     * @param gaps {@code [1, 1, H, W]}, 1 where a value is needed
     * @param hole same shape, 1 where values do not count
     */
    public static Tensor close(Tensor image, Tensor gaps, Tensor hole) {
        if (mean(gaps, gaps.map(v -> 1)) == 0) return image;
        Tensor unknown = gaps.zip(hole, Math::max);
        return perChannel(image, gaps, channel -> PushPull.fill(channel, unknown));
    }

    private Tensor start(Tensor channel, Tensor mask, Tensor surroundings, Random random) {
        if (this == BLUR) return PushPull.fill(channel, mask);
        double mean = mean(channel, surroundings);
        if (this == NEUTRAL) return channel.map(value -> mean);
        double deviation = Math.sqrt(mean(channel.map(v -> (v - mean) * (v - mean)), surroundings));
        return channel.map(v -> Math.max(0, Math.min(1, mean + deviation * random.nextGaussian())));
    }

    private static Tensor perChannel(Tensor image, Tensor mask, UnaryOperator<Tensor> fill) {
        List<Tensor> channels =
                IntStream.range(0, image.dim(1))
                        .mapToObj(c -> Channels.channel(image, c))
                        .map(channel -> inside(mask, fill.apply(channel), channel))
                        .toList();
        return Tensor.concat(channels, 1);
    }

    private static Tensor inside(Tensor mask, Tensor filled, Tensor original) {
        Tensor kept = original.zip(mask, (value, hole) -> hole != 0 ? 0 : value);
        return kept.plus(filled.zip(mask, (value, hole) -> hole != 0 ? value : 0));
    }

    /** The mean where {@code weights} is 1, or everywhere if it is 1 nowhere. */
    static double mean(Tensor channel, Tensor weights) {
        double sum = 0;
        double count = 0;
        for (int i = 0; i < channel.size(); i++) {
            sum += weights.data()[i] * channel.data()[i];
            count += weights.data()[i];
        }
        return count > 0 ? sum / count : mean(channel, channel.map(value -> 1));
    }
}
