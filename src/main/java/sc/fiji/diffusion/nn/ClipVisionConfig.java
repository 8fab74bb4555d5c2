// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

/**
 * Configuration of CLIP's image tower, a vision transformer (Dosovitskiy et al. 2021): the {@code
 * vision_config} of a CLIP model.
 *
 * @param imageChannels channels C of the image, 3
 * @param imageSize pixels a side S
 * @param patchSize pixels a side of a patch; a divisor of the image size
 * @param width channels D of the hidden states
 * @param feedForward channels inside the feed-forward layers
 * @param layers transformer layers
 * @param heads attention heads; a divisor of the width
 * @param quickGelu {@code x sigmoid(1.702 x)} instead of the exact GELU
 * @param epsilon of the layer norms
 */
public record ClipVisionConfig(
        int imageChannels,
        int imageSize,
        int patchSize,
        int width,
        int feedForward,
        int layers,
        int heads,
        boolean quickGelu,
        double epsilon) {

    /**
     * Reads the section, with the defaults of transformers.
     *
     * @throws IllegalArgumentException naming the file, the key, what it holds and what it may hold
     */
    public static ClipVisionConfig read(ConfigFile file) {
        file.only("model_type", "clip_vision_model");
        int width = file.integer("hidden_size", 768, 1, ConfigFile.MOST_CHANNELS);
        int heads = file.integer("num_attention_heads", 12, 1, width);
        String divisor = "a divisor of hidden_size " + width;
        file.require(width % heads == 0, "num_attention_heads", heads, divisor);
        int size = file.integer("image_size", 224, 1, ConfigFile.MOST_PIXELS);
        int patch = file.integer("patch_size", 32, 1, size);
        file.require(size % patch == 0, "patch_size", patch, "a divisor of image_size " + size);
        return new ClipVisionConfig(
                file.integer("num_channels", 3, 3, 3),
                size,
                patch,
                width,
                file.integer("intermediate_size", 3072, 1, ConfigFile.MOST_CHANNELS),
                file.integer("num_hidden_layers", 12, 1, ConfigFile.MOST_LAYERS),
                heads,
                file.choice("hidden_act", "quick_gelu", "quick_gelu", "gelu").equals("quick_gelu"),
                file.positive("layer_norm_eps", 1e-5, 1));
    }

    /** The network: preprocessed pixels {@code [N, C, S, S]} to embeddings {@code [N, P]}. */
    public NetworkSource source() {
        return new NetworkSource("clip.py", "layers.py")
                .with("clip_heads", heads)
                .with("clip_epsilon", epsilon)
                .with("clip_quick_gelu", quickGelu)
                .entry("clip_image_embedding");
    }

    /**
     * The weights.
     *
     * @param projection channels P of the embedding that images and texts share
     */
    public WeightLayout layout(int projection) {
        WeightLayout layout = new WeightLayout();
        String m = "vision_model.";
        int patches = imageSize / patchSize * (imageSize / patchSize);
        layout.tensor(m + "embeddings.class_embedding", width);
        layout.tensor(
                m + "embeddings.patch_embedding.weight",
                width,
                imageChannels,
                patchSize,
                patchSize);
        layout.tensor(m + "embeddings.position_embedding.weight", patches + 1, width);
        layout.norm(m + "pre_layrnorm", width);
        for (int i = 0; i < layers; i++) {
            layout.clipLayer(m + "encoder.layers." + i + ".", width, feedForward);
        }
        layout.norm(m + "post_layernorm", width);
        return layout.matrix("visual_projection", width, projection);
    }
}
