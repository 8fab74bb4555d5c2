// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.util.List;
import sc.fiji.diffusion.weights.PrefixedNames;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * Configuration of CLIP's text tower, the {@code text_encoder/config.json} of a model folder.
 *
 * @param vocabulary tokens, rows of the embedding
 * @param positions longest text in tokens
 * @param width channels D of the hidden states
 * @param feedForward channels inside the feed-forward layers
 * @param layers transformer layers
 * @param heads attention heads; a divisor of the width
 * @param quickGelu {@code x sigmoid(1.702 x)} instead of the exact GELU
 * @param epsilon of the layer norms
 * @param endToken id that closes a text; 2 stands for "the largest id", as old files have it
 * @param projection channels of the embedding of the whole text, 0 for a tower without one
 */
public record ClipTextConfig(
        int vocabulary,
        int positions,
        int width,
        int feedForward,
        int layers,
        int heads,
        boolean quickGelu,
        double epsilon,
        int endToken,
        int projection) {

    /** The name of the embeddings of tokens that the vocabulary does not have {@code [K, D]}. */
    public static final String EXTRA_TOKENS = "text_model.embeddings.extra_tokens.weight";

    private static final String MODEL_TYPE = "clip_text_model";
    private static final String PREFIX = "text_model.";
    private static final List<String> STEMS =
            List.of("embeddings.", "encoder.layers.", "final_layer_norm.");
    private static final int MOST_POSITIONS = 1 << 12;
    private static final int MOST_TOKENS = 1 << 24;
    private static final int LARGEST_ID = 2;

    /**
     * Reads the file, with the defaults of transformers.
     *
     * @throws IllegalArgumentException naming the file, the key, what it holds and what it may hold
     */
    public static ClipTextConfig read(ConfigFile file) {
        return read(tower(file), 0);
    }

    /**
     * The same for a tower with a projection (CLIPTextModelWithProjection), as the second of SDXL.
     */
    public static ClipTextConfig readProjected(ConfigFile file) {
        ConfigFile tower = tower(file);
        return read(tower, tower.integer("projection_dim", 512, 1, ConfigFile.MOST_CHANNELS));
    }

    /** The configuration itself, or the text tower's in that of a whole CLIP model. */
    private static ConfigFile tower(ConfigFile file) {
        boolean whole = file.text("model_type", MODEL_TYPE).equals(ClipConfig.MODEL_TYPE);
        return whole ? ClipConfig.tower(file, "text_config") : file;
    }

    /**
     * The tensors of a text tower under the names that {@link #layout()} has, which begin with
     * {@value #PREFIX}. Files of a tower that was never part of a whole model lack that.
     *
     * @throws WeightsException if the file has a tensor under both names
     */
    public static TensorSource named(TensorSource file) throws WeightsException {
        return PrefixedNames.of(file, PREFIX, STEMS);
    }

    private static ClipTextConfig read(ConfigFile file, int projection) {
        file.only("model_type", MODEL_TYPE);
        int width = file.integer("hidden_size", 512, 1, ConfigFile.MOST_CHANNELS);
        int heads = file.integer("num_attention_heads", 8, 1, width);
        file.require(
                width % heads == 0,
                "num_attention_heads",
                heads,
                "a divisor of hidden_size " + width);
        return new ClipTextConfig(
                file.integer("vocab_size", 49408, 1, MOST_TOKENS),
                file.integer("max_position_embeddings", 77, 1, MOST_POSITIONS),
                width,
                file.integer("intermediate_size", 2048, 1, ConfigFile.MOST_CHANNELS),
                file.integer("num_hidden_layers", 12, 1, ConfigFile.MOST_LAYERS),
                heads,
                file.choice("hidden_act", "quick_gelu", "quick_gelu", "gelu").equals("quick_gelu"),
                file.positive("layer_norm_eps", 1e-5, 1),
                file.integer("eos_token_id", 49407, 0, MOST_TOKENS),
                projection);
    }

    /** The place of the end token among ids, whose output stands for the whole text. */
    public int endOf(int[] ids) {
        int largest = 0;
        for (int i = 0; i < ids.length; i++) {
            if (endToken != LARGEST_ID && ids[i] == endToken) return i;
            if (ids[i] < vocabulary && ids[i] > ids[largest]) largest = i;
        }
        return endToken == LARGEST_ID ? largest : 0;
    }

    /**
     * The network: ids {@code [N, T]} to a list of hidden states {@code [N, T, D]}. With a
     * projection it also takes the places {@code [N]} of the end tokens, and the embedding of the
     * whole text {@code [N, P]} stands last in the list.
     */
    public NetworkSource source() {
        return new NetworkSource("clip.py", "layers.py")
                .with("clip_heads", heads)
                .with("clip_epsilon", epsilon)
                .with("clip_quick_gelu", quickGelu)
                .entry(projection > 0 ? "clip_text_projected" : "clip_text");
    }

    /** The norm of the output: hidden states {@code [N, T, D]} of any layer to the same shape. */
    public NetworkSource norm() {
        return source().entry("clip_norm");
    }

    /** The weights. */
    public WeightLayout layout() {
        return layout(0);
    }

    /**
     * The weights with more tokens than the vocabulary has, whose ids follow on.
     *
     * @param extraTokens how many; 0 for none
     */
    public WeightLayout layout(int extraTokens) {
        WeightLayout layout = new WeightLayout();
        if (extraTokens > 0) layout.tensor(EXTRA_TOKENS, extraTokens, width);
        layout.tensor(PREFIX + "embeddings.token_embedding.weight", vocabulary, width);
        layout.tensor(PREFIX + "embeddings.position_embedding.weight", positions, width);
        for (int i = 0; i < layers; i++) {
            layout.clipLayer(PREFIX + "encoder.layers." + i + ".", width, feedForward);
        }
        layout.norm(PREFIX + "final_layer_norm", width);
        return projection > 0 ? layout.matrix("text_projection", width, projection) : layout;
    }
}
