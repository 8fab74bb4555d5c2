// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.text.Prompt;
import sc.fiji.diffusion.text.TokenChunk;
import sc.fiji.diffusion.weights.TensorSource;

/** CLIP's tokenizer and text tower: prompt to hidden states. */
final class TextEncoder implements Closeable {

    private final String part;
    private final ClipTextConfig config;
    private final int extraTokens;
    private final ClipTokenizer tokenizer;
    private final Network network;
    private final Network norm;
    private final Weights weights;

    private TextEncoder(
            String part,
            ClipTextConfig config,
            int extraTokens,
            ClipTokenizer tokenizer,
            Network network,
            Network norm,
            Weights weights) {
        this.part = part;
        this.config = config;
        this.extraTokens = extraTokens;
        this.tokenizer = tokenizer;
        this.network = network;
        this.norm = norm;
        this.weights = weights;
    }

    /** Loads the only text encoder of a model, or the first of two. */
    static TextEncoder load(ModelSource source, Precision precision) throws IOException {
        String part = ModelSource.TEXT_ENCODER;
        ClipTextConfig config = ClipTextConfig.read(source.config(part));
        return load(source, part, ModelSource.TOKENIZER, config, precision);
    }

    /** Loads the second text encoder, which has a projection. */
    static TextEncoder loadSecond(ModelSource source, Precision precision) throws IOException {
        String part = ModelSource.TEXT_ENCODER_2;
        ClipTextConfig config = ClipTextConfig.readProjected(source.config(part));
        return load(source, part, ModelSource.TOKENIZER_2, config, precision);
    }

    private static TextEncoder load(
            ModelSource source,
            String part,
            String tokenizerPart,
            ClipTextConfig config,
            Precision precision)
            throws IOException {
        try (Loading parts = new Loading()) {
            ClipTokenizer tokenizer = source.tokenizer(tokenizerPart);
            parts.add(tokenizer::close);
            requireFit(source.path(tokenizerPart), tokenizer, config);
            TensorSource file = source.weights(part);
            int extra = source.extraTokens(part);
            Weights weights = parts.add(Weights.load(file, config.layout(extra), precision));
            Network network = parts.add(Network.load(config.source()));
            Network norm = parts.add(Network.load(config.norm()));
            return parts.done(
                    new TextEncoder(part, config, extra, tokenizer, network, norm, weights));
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
        requireKnown(ids, config, 0);
    }

    private static void requireKnown(int[] ids, ClipTextConfig config, int extraTokens) {
        for (int id : ids) {
            if (id < 0 || id >= config.vocabulary() + extraTokens) {
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

    /** The layers of the transformer. */
    int layers() {
        return config.layers();
    }

    /** The words of embeddings that stand in none of some prompts. */
    List<String> wordsNotIn(List<Prompt> prompts) {
        return tokenizer.wordsNotIn(prompts);
    }

    /** The ids of a prompt, in stretches of the length that the encoder takes. */
    List<TokenChunk> chunks(Prompt prompt) {
        return tokenizer.chunks(prompt);
    }

    /**
     * The embeddings of the tokens of a prompt, stretch after stretch, and that of the whole text,
     * which the first stretch gives alone.
     *
     * <p>A weight w moves the embedding z of its token away from that of the empty text e at its
     * place, to {@code e + w (z - e)}, as compel and ComfyUI do. Other tokens stay as they are;
     * unlike the web UI, whose notation {@link Prompt} has, nothing is scaled back to the old mean,
     * which for SDXL is close to 0 and so no scale.
     *
     * @param chunks at least one
     */
    Conditioning encode(List<TokenChunk> chunks, ClipLayer layer) {
        List<Tensor> contexts = new ArrayList<>();
        Tensor pooled = null;
        for (TokenChunk chunk : chunks) {
            TextStates states = encode(chunk.ids());
            if (pooled == null) pooled = states.pooled();
            Tensor context = at(layer, states);
            if (!chunk.plain()) context = weigh(context, chunk.weights(), layer);
            contexts.add(context);
        }
        return Conditioning.of(Tensor.concat(contexts, 1), pooled);
    }

    private Tensor at(ClipLayer layer, TextStates states) {
        if (!layer.normalised()) return states.fromEnd(layer.fromEnd());
        if (layer.fromEnd() == 1) return states.output();
        return norm.run(weights, states.fromEnd(layer.fromEnd())).get(0);
    }

    private Tensor weigh(Tensor context, double[] tokenWeights, ClipLayer layer) {
        Tensor empty = at(layer, encode(tokenizer.encode("")));
        Tensor weighed = Tensor.zeros(context.shape());
        for (int i = 0; i < weighed.size(); i++) {
            double e = empty.data()[i];
            double w = tokenWeights[i / width()];
            weighed.data()[i] =
                    (float) (w == 1 ? context.data()[i] : e + w * (context.data()[i] - e));
        }
        return weighed;
    }

    /**
     * Encodes tokens.
     *
     * @param ids as many as the encoder takes, start and end included
     */
    TextStates encode(int[] ids) {
        requireKnown(ids, config, extraTokens);
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
        norm.close();
        weights.close();
        tokenizer.close();
    }
}
