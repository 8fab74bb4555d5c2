// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import java.util.EnumMap;
import java.util.Map;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.tensor.Tensor;

/** Counts how often a classifier names in an image what the image's prompt said. */
public final class PromptFidelity {

    private final AttributeClassifier classifier;
    private final Map<NamedAttribute, int[][]> confusion = new EnumMap<>(NamedAttribute.class);
    private int images;

    /** Counts with a classifier, which stays open. */
    public PromptFidelity(AttributeClassifier classifier) {
        this.classifier = classifier;
        for (NamedAttribute attribute : NamedAttribute.values()) {
            int count = attribute.choices().size();
            confusion.put(attribute, new int[count][count]);
        }
    }

    /**
     * Counts an image.
     *
     * @param image {@code [1, C, H, W]} in [0, 1]
     * @param prompted what its prompt said
     */
    public void add(Tensor image, PhantomSpec prompted) {
        Map<NamedAttribute, Integer> named = classifier.name(image);
        named.forEach(
                (attribute, value) -> confusion.get(attribute)[attribute.of(prompted)][value]++);
        images++;
    }

    /** What names the attributes. */
    public AttributeClassifier classifier() {
        return classifier;
    }

    /** How many images were counted. */
    public int images() {
        return images;
    }

    /** The share of images in which the prompted value was named, 0 to 1. */
    public double share(NamedAttribute attribute) {
        int hits = 0;
        int[][] counts = confusion.get(attribute);
        for (int i = 0; i < counts.length; i++) hits += counts[i][i];
        return images == 0 ? 0 : (double) hits / images;
    }

    /** Counts by prompted value (rows) and named value (columns). */
    public int[][] confusion(NamedAttribute attribute) {
        int[][] counts = confusion.get(attribute);
        int[][] copy = new int[counts.length][];
        for (int i = 0; i < counts.length; i++) copy[i] = counts[i].clone();
        return copy;
    }
}
