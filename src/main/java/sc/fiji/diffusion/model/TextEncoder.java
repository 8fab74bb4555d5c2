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
import sc.fiji.diffusion.weights.SafetensorsFile;

/** CLIP's tokenizer and text tower: prompt to text embedding. */
public final class TextEncoder implements Closeable {

    private final int width;
    private final ClipTokenizer tokenizer;
    private final Network network;
    private final Weights weights;

    private TextEncoder(int width, ClipTokenizer tokenizer, Network network, Weights weights) {
        this.width = width;
        this.tokenizer = tokenizer;
        this.network = network;
        this.weights = weights;
    }

    static TextEncoder load(ModelFolder folder) throws IOException {
        ClipTextConfig config = ClipTextConfig.read(folder.config("text_encoder"));
        ClipTokenizer tokenizer = ClipTokenizer.open(folder.require("tokenizer"));
        if (tokenizer.maxLength() > config.positions()) {
            throw new ModelException(
                    folder.require("tokenizer")
                            + " makes texts of "
                            + tokenizer.maxLength()
                            + " tokens, but the text encoder has "
                            + config.positions()
                            + " positions");
        }
        Weights weights =
                Weights.load(SafetensorsFile.open(folder.textEncoderWeights()), config.layout());
        return new TextEncoder(config.width(), tokenizer, Network.load(config.source()), weights);
    }

    /** Channels D of the embedding. */
    public int width() {
        return width;
    }

    /** The embedding of a prompt, {@code [1, T, D]}: the output of the last layer, normalised. */
    public Tensor encode(String prompt) {
        List<Tensor> states = hiddenStates(tokenizer.encode(prompt));
        return states.get(states.size() - 1);
    }

    /** All hidden states of one text, the embeddings first and the normalised output last. */
    List<Tensor> hiddenStates(int[] ids) {
        float[] values = new float[ids.length];
        for (int i = 0; i < ids.length; i++) values[i] = ids[i];
        return network.run(weights, Tensor.of(values, 1, ids.length));
    }

    @Override
    public void close() {
        network.close();
        weights.close();
    }
}
