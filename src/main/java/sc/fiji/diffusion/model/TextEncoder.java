// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.TensorSource;

/** CLIP's tokenizer and text tower: prompt to hidden states. */
final class TextEncoder implements Closeable {

    private final String part;
    private final ClipTextConfig config;
    private final ClipTokenizer tokenizer;
    private final Network network;
    private final Weights weights;

    private TextEncoder(
            String part,
            ClipTextConfig config,
            ClipTokenizer tokenizer,
            Network network,
            Weights weights) {
        this.part = part;
        this.config = config;
        this.tokenizer = tokenizer;
        this.network = network;
        this.weights = weights;
    }

    /** Loads the only text encoder of a model, or the first of two. */
    static TextEncoder load(ModelSource source) throws IOException {
        String part = ModelSource.TEXT_ENCODER;
        ClipTextConfig config = ClipTextConfig.read(source.config(part));
        return load(source, part, ModelSource.TOKENIZER, config);
    }

    /** Loads the second text encoder, which has a projection. */
    static TextEncoder loadSecond(ModelSource source) throws IOException {
        String part = ModelSource.TEXT_ENCODER_2;
        ClipTextConfig config = ClipTextConfig.readProjected(source.config(part));
        return load(source, part, ModelSource.TOKENIZER_2, config);
    }

    private static TextEncoder load(
            ModelSource source, String part, String tokenizerPart, ClipTextConfig config)
            throws IOException {
        try (Loading parts = new Loading()) {
            ClipTokenizer tokenizer = source.tokenizer(tokenizerPart);
            parts.add(tokenizer::close);
            requireFit(source.path(tokenizerPart), tokenizer, config);
            TensorSource file = source.weights(part);
            Precision precision = TorchEngine.get().compute().precision();
            Weights weights = parts.add(Weights.load(file, config.layout(), precision));
            Network network = parts.add(Network.load(config.source()));
            return parts.done(new TextEncoder(part, config, tokenizer, network, weights));
        }
    }

    private static void requireFit(Path folder, ClipTokenizer tokenizer, ClipTextConfig config)
            throws ModelException {
        if (tokenizer.maxLength() > config.positions()) {
            throw new ModelException(
                    folder
                            + " makes texts of "
                            + tokenizer.maxLength()
                            + " tokens, but the text encoder has "
                            + config.positions()
                            + " positions; get the tokenizer that belongs to the model");
        }
        try {
            requireKnown(tokenizer.encode(""), config);
        } catch (IllegalArgumentException e) {
            throw new ModelException(folder + ": " + e.getMessage(), e);
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

    /** Channels D of the hidden states. */
    int width() {
        return config.width();
    }

    /** Channels P of the embedding of the whole text; 0 if there is none. */
    int pooledWidth() {
        return config.projection();
    }

    /** Encodes a prompt, cut to the length that the encoder takes. */
    TextStates encode(String prompt) {
        return encode(tokenizer.encode(prompt));
    }

    /**
     * Encodes tokens.
     *
     * @param ids as many as the encoder takes, start and end included
     */
    TextStates encode(int[] ids) {
        requireKnown(ids, config);
        float[] values = new float[ids.length];
        for (int i = 0; i < ids.length; i++) values[i] = ids[i];
        Tensor tokens = Tensor.of(values, 1, ids.length);
        if (config.projection() == 0) return TextStates.of(network.run(weights, tokens), false);
        Tensor end = Tensor.full(config.endOf(ids), 1);
        return TextStates.of(network.run(weights, tokens, end), true);
    }

    /** Takes the adapters of another source of the same weights. */
    void adapt(ModelSource source) throws IOException {
        weights.adapt(source.weights(part));
    }

    @Override
    public void close() {
        network.close();
        weights.close();
        tokenizer.close();
    }
}
