// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.SafetensorsFile;

/** Names the attributes of phantoms, as trained on real ones. Holds native memory until closed. */
public final class AttributeClassifier implements Closeable {

    /** Where a model folder keeps the weights. */
    private static final String FILE = "classifier/model.safetensors";

    private final Network network;
    private final Weights weights;

    private AttributeClassifier(Network network, Weights weights) {
        this.network = network;
        this.weights = weights;
    }

    /** Whether a model folder has a classifier of what its prompts name. */
    public static boolean isIn(Path modelFolder) {
        return Files.isRegularFile(modelFolder.resolve(FILE));
    }

    /**
     * Loads the classifier of a model folder.
     *
     * @throws IOException if its file is missing or damaged
     */
    public static AttributeClassifier open(Path modelFolder) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(modelFolder.resolve(FILE));
        Weights weights = Weights.load(file, NamedAttribute.classifier().layout());
        return new AttributeClassifier(Network.load(NamedAttribute.classifier().source()), weights);
    }

    /**
     * The value of each attribute that the classifier finds likeliest, by its index.
     *
     * @param image {@code [1, C, H, W]} in [0, 1]; several channels count as their mean
     */
    public Map<NamedAttribute, Integer> name(Tensor image) {
        float[] logits = network.run(weights, grey(image)).get(0).data();
        Map<NamedAttribute, Integer> named = new EnumMap<>(NamedAttribute.class);
        int start = 0;
        for (NamedAttribute attribute : NamedAttribute.values()) {
            int count = attribute.choices().size();
            int best = 0;
            for (int i = 1; i < count; i++) if (logits[start + i] > logits[start + best]) best = i;
            named.put(attribute, best);
            start += count;
        }
        return named;
    }

    private static Tensor grey(Tensor image) {
        Tensor sum = image.channels(0, 1);
        for (int c = 1; c < image.dim(1); c++) sum = sum.plus(image.channels(c, c + 1));
        return sum.times(1.0 / image.dim(1));
    }

    @Override
    public void close() {
        network.close();
        weights.close();
    }
}
