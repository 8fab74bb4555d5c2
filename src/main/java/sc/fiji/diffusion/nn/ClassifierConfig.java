// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.util.List;

/**
 * A small convolutional classifier of several attributes at once, for images of one channel and any
 * size.
 *
 * @param sizes how many values each attribute has
 * @param channels of the layers; each halves height and width
 * @param hidden channels between the two linear layers
 */
public record ClassifierConfig(List<Integer> sizes, List<Integer> channels, int hidden) {

    /** Copies the lists. */
    public ClassifierConfig {
        sizes = List.copyOf(sizes);
        channels = List.copyOf(channels);
    }

    /** The size that tells phantoms of 128x128 apart. */
    public static ClassifierConfig of(List<Integer> sizes) {
        return new ClassifierConfig(sizes, List.of(24, 48, 96, 160, 192), 192);
    }

    /**
     * The network: image {@code [N, 1, H, W]} in [0, 1] to the logits of all values, {@code [N,
     * K]}.
     */
    public NetworkSource source() {
        return new NetworkSource("classifier.py", "layers.py")
                .with("attribute_sizes", sizes.stream().mapToInt(Integer::intValue).toArray())
                .entry("classify");
    }

    /** Images and labels {@code [N, A]} to the sum of the cross-entropies, and each {@code [A]}. */
    public NetworkSource objective() {
        return source().entry("classifier_objective");
    }

    /** The weights. */
    public WeightLayout layout() {
        WeightLayout layout = new WeightLayout();
        int in = 1;
        int pooled = 2;
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            layout.conv("layers." + i, in, out, i == 0 ? 5 : 3);
            if (i > 0) layout.norm("layers." + i + "_norm", out);
            in = out;
            pooled += 2 * out;
        }
        layout.linear("hidden", pooled, hidden);
        return layout.linear("logits", hidden, sizes.stream().mapToInt(Integer::intValue).sum());
    }
}
