// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

/**
 * Configuration of a whole CLIP model (Radford et al. 2021), the {@code config.json} of a model
 * folder of transformers.
 *
 * @param text its text tower
 * @param vision its image tower
 * @param projection channels P of the embedding that images and texts share
 */
public record ClipConfig(ClipTextConfig text, ClipVisionConfig vision, int projection) {

    /** The weight that scales cosines to logits, as a natural logarithm. */
    public static final String LOGIT_SCALE = "logit_scale";

    static final String MODEL_TYPE = "clip";

    /**
     * Reads the file, with the defaults of transformers.
     *
     * @throws IllegalArgumentException naming the file, the key, what it holds and what it may hold
     */
    public static ClipConfig read(ConfigFile file) {
        file.only("model_type", MODEL_TYPE);
        return new ClipConfig(
                ClipTextConfig.read(tower(file, "text_config")),
                ClipVisionConfig.read(tower(file, "vision_config")),
                file.integer("projection_dim", 512, 1, ConfigFile.MOST_CHANNELS));
    }

    /** The section of a tower, or what older files have for it, which counts before it. */
    static ConfigFile tower(ConfigFile file, String key) {
        String former = key + "_dict";
        return file.section(file.isSet(former) ? former : key);
    }

    /**
     * The text side: ids {@code [N, T]} and the places {@code [N]} of their end tokens to
     * embeddings {@code [N, P]}, not normalised.
     */
    public NetworkSource textSource() {
        return text.source().entry("clip_text_embedding");
    }

    /** The image side: see {@link ClipVisionConfig#source()}. */
    public NetworkSource imageSource() {
        return vision.source();
    }

    /** The weights of the text side. */
    public WeightLayout textLayout() {
        return text.layout().matrix("text_projection", text.width(), projection);
    }

    /** The weights of the image side. */
    public WeightLayout imageLayout() {
        return vision.layout(projection);
    }
}
