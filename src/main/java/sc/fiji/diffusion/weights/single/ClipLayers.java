// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.Map;
import java.util.Optional;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * A text tower under the names of transformers, which some old files shorten by {@code
 * text_model.}.
 *
 * @param stored its tensors
 * @param openClip whether it is OpenCLIP's, as in Stable Diffusion 2, instead of OpenAI's
 */
record ClipLayers(Stored stored, boolean openClip) implements TextLayers {

    private static final String MODEL = "text_model.";

    @Override
    public Map<String, View> views() throws WeightsException {
        return stored.views(
                name ->
                        name.endsWith("position_ids")
                                ? Optional.empty()
                                : Optional.of(name.startsWith(MODEL) ? name : MODEL + name));
    }

    @Override
    public int vocabulary() throws WeightsException {
        return stored.length(model() + "embeddings.token_embedding.weight", 0);
    }

    @Override
    public ConfigJson config() throws WeightsException {
        String m = model();
        int width = width();
        int layers = stored.count(m + "encoder.layers", ".layer_norm1.weight");
        return new ConfigJson("")
                .with("model_type", "clip_text_model")
                .with("vocab_size", vocabulary())
                .with(
                        "max_position_embeddings",
                        stored.length(m + "embeddings.position_embedding.weight", 0))
                .with("hidden_size", width)
                .with("intermediate_size", stored.length(m + "encoder.layers.0.mlp.fc1.weight", 0))
                .with("num_hidden_layers", openClip ? OpenClipLayers.used(layers) : layers)
                .with("num_attention_heads", Widths.textHeads(width))
                .with("hidden_act", openClip ? "gelu" : "quick_gelu")
                .with("eos_token_id", vocabulary() - 1);
    }

    @Override
    public int width() throws WeightsException {
        return stored.length(model() + "embeddings.token_embedding.weight", 1);
    }

    private String model() {
        return stored.has("embeddings.token_embedding.weight") ? "" : MODEL;
    }
}
