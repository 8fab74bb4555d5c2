// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.TensorSource;

/** CLIP's tokenizer and text tower: prompt to text embedding. */
public final class TextEncoder implements Closeable {

    private final ClipTextConfig config;
    private final ClipTokenizer tokenizer;
    private final Network network;
    private final Weights weights;

    private TextEncoder(
            ClipTextConfig config, ClipTokenizer tokenizer, Network network, Weights weights) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.network = network;
        this.weights = weights;
    }

    static TextEncoder load(ModelSource source) throws IOException {
        ClipTextConfig config = ClipTextConfig.read(source.config(ModelSource.TEXT_ENCODER));
        try (Loading parts = new Loading()) {
            ClipTokenizer tokenizer = source.tokenizer(ModelSource.TOKENIZER);
            parts.add(tokenizer::close);
            requireFit(source, tokenizer, config);
            TensorSource file = source.weights(ModelSource.TEXT_ENCODER);
            Weights weights = parts.add(Weights.load(file, config.layout()));
            Network network = parts.add(Network.load(config.source()));
            return parts.done(new TextEncoder(config, tokenizer, network, weights));
        }
    }

    private static void requireFit(
            ModelSource source, ClipTokenizer tokenizer, ClipTextConfig config)
            throws ModelException {
        if (tokenizer.maxLength() > config.positions()) {
            throw new ModelException(
                    source.path(ModelSource.TOKENIZER)
                            + " makes texts of "
                            + tokenizer.maxLength()
                            + " tokens, but the text encoder has "
                            + config.positions()
                            + " positions; get the tokenizer that belongs to the model");
        }
        try {
            requireKnown(tokenizer.encode(""), config);
        } catch (IllegalArgumentException e) {
            throw new ModelException(source.path(ModelSource.TOKENIZER) + ": " + e.getMessage(), e);
        }
    }

    private static void requireKnown(int[] ids, ClipTextConfig config) {
        for (int id : ids) {
            if (id < 0 || id >= config.vocabulary()) {
                throw new IllegalArgumentException(
                        "token "
                                + id
                                + " is not among the "
                                + config.vocabulary()
                                + " of the text encoder; get the tokenizer that belongs to the"
                                + " model");
            }
        }
    }

    /** Channels D of the embedding. */
    public int width() {
        return config.width();
    }

    /** The embedding of a prompt, {@code [1, T, D]}: the output of the last layer, normalised. */
    public Tensor encode(String prompt) {
        List<Tensor> states = hiddenStates(tokenizer.encode(prompt));
        return states.get(states.size() - 1);
    }

    /** All hidden states of one text, the embeddings first and the normalised output last. */
    List<Tensor> hiddenStates(int[] ids) {
        requireKnown(ids, config);
        float[] values = new float[ids.length];
        for (int i = 0; i < ids.length; i++) values[i] = ids[i];
        return network.run(weights, Tensor.of(values, 1, ids.length));
    }

    @Override
    public void close() {
        network.close();
        weights.close();
        tokenizer.close();
    }
}
