// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * A whole model in one file of the original layout. Its parts have the names of diffusers' folders:
 * {@code unet}, {@code vae}, {@code text_encoder} and, for SDXL, {@code text_encoder_2}. It may
 * leave {@code vae} to another file.
 *
 * <pre>{@code
 * CheckpointFile checkpoint = CheckpointFile.open(Path.of("v1-5-pruned.safetensors"));
 * checkpoint.describe(); // Stable Diffusion 1
 * TensorSource unet = checkpoint.weights("unet"); // down_blocks.0.resnets.0.norm1.weight, ...
 * }</pre>
 *
 * <p>Opening reads the header of the file only. Immutable, and usable from any thread.
 */
public final class CheckpointFile {

    private static final int VAE_FACTOR = 8;
    private static final int SIZES_OF_SDXL = 6;

    private final SafetensorsFile file;
    private final Family family;
    private final Training training;
    private final UnetLayers unet;
    private final Map<String, PartViews> parts = new LinkedHashMap<>();
    private final Map<String, JsonObject> configs = new LinkedHashMap<>();

    private CheckpointFile(SafetensorsFile file) throws WeightsException {
        this.file = file;
        Family.requireCheckpoint(file);
        unet = new UnetLayers(new Stored(file, UnetLayers.PREFIX));
        family = Family.of(file, unet);
        requireKnownVariant();
        training = Training.of(file, family, inpainting());
        addText("text_encoder", family.text(file));
        if (family == Family.SDXL) addText("text_encoder_2", family.text2(file));
        add("unet", unet.views(), unetConfig());
        Stored stored = new Stored(file, VaeLayers.PREFIX);
        if (!stored.isEmpty()) addAutoencoder(new VaeLayers(stored));
    }

    /**
     * Opens a checkpoint.
     *
     * @throws WeightsException if it is damaged, not complete, or of no family that is known,
     *     saying what it seems to be
     * @throws IOException if it cannot be read
     */
    public static CheckpointFile open(Path path) throws IOException {
        return new CheckpointFile(SafetensorsFile.open(path));
    }

    /** What the file says of itself. */
    public Map<String, String> metadata() {
        return file.metadata();
    }

    /**
     * The tensors of an autoencoder that has a file of its own, in the original layout or that of
     * diffusers, or of the autoencoder of a checkpoint, under the names of diffusers.
     *
     * @throws IOException if the file is damaged or cannot be read
     */
    public static TensorSource autoencoder(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        for (String prefix : new String[] {VaeLayers.PREFIX, ""}) {
            Stored stored = new Stored(file, prefix);
            if (stored.has("encoder.down.0.block.0.norm1.weight")) {
                return new PartViews(file, new VaeLayers(stored).views());
            }
        }
        return file;
    }

    /**
     * The configuration of an autoencoder that has a file of its own, as far as the file tells it:
     * all but the scaling factor.
     *
     * @throws WeightsException if the file is no autoencoder
     * @throws IOException if it is damaged or cannot be read
     */
    public static JsonObject autoencoderConfig(Path path) throws IOException {
        return VaeShape.config(autoencoder(path)).json();
    }

    private void add(String part, Map<String, View> views, ConfigJson config) {
        parts.put(part, new PartViews(file, views));
        configs.put(part, config.json());
    }

    private void addAutoencoder(VaeLayers vae) throws WeightsException {
        add("vae", vae.views(), vae.config().with("scaling_factor", family.scalingFactor()));
    }

    private void addText(String part, TextLayers text) throws WeightsException {
        add(part, text.views(), text.config());
    }

    private void requireKnownVariant() throws WeightsException {
        int in = unet.inChannels();
        if (in == 4 || in == 9) return;
        String kind =
                switch (in) {
                    case 5 -> " (depth to image)";
                    case 7 -> " (upscaling)";
                    case 8 -> " (instructions)";
                    default -> "";
                };
        throw Family.refuse(
                file,
                "a "
                        + family
                        + " model whose U-Net takes "
                        + in
                        + " channels"
                        + kind
                        + ", which this version cannot run; 4 and 9 (inpainting) are known");
    }

    private ConfigJson unetConfig() throws WeightsException {
        ConfigJson config = unet.config().with("sample_size", training.imageSize() / VAE_FACTOR);
        if (family == Family.SD1) return config.with("attention_head_dim", 8);
        config.with("attention_head_dim", Widths.heads(unet.channels()));
        if (family == Family.SD2) return config;
        int pooled = configs.get("text_encoder_2").get("projection_dim").getAsInt();
        int width = unet.labelWidth();
        return config.with("addition_embed_type", "text_time")
                .with("addition_time_embed_dim", Math.max(1, (width - pooled) / SIZES_OF_SDXL))
                .with("projection_class_embeddings_input_dim", width);
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** Which family of models it is of. */
    public Family family() {
        return family;
    }

    /** Whether the U-Net also takes the mask and the masked image. */
    public boolean inpainting() throws WeightsException {
        return unet.inChannels() == 9;
    }

    /** What it is in a line, such as {@code Stable Diffusion 2, v-prediction}. */
    public String describe() throws WeightsException {
        return family
                + (inpainting() ? ", inpainting" : "")
                + (training.velocity() ? ", v-prediction" : "")
                + (training.zeroTerminalSnr() ? ", zero terminal SNR" : "");
    }

    /** The names of the parts. */
    public Set<String> parts() {
        return parts.keySet();
    }

    /** The tensors of a part under the names of diffusers, as views of the file. */
    public TensorSource weights(String part) {
        return existing(parts, part);
    }

    /** The configuration of a part, with the keys of diffusers. */
    public JsonObject config(String part) {
        return existing(configs, part).deepCopy();
    }

    /** The number of tokens that a text encoder knows. */
    public int vocabulary(String textEncoder) {
        return existing(configs, textEncoder).get("vocab_size").getAsInt();
    }

    /** The token that fills up the texts for a text encoder. */
    public String padding(String textEncoder) {
        boolean openClip =
                existing(configs, textEncoder).get("hidden_act").getAsString().equals("gelu");
        return openClip ? "!" : "<|endoftext|>";
    }

    /** The settings of the scheduler that diffusers gives to models of the family. */
    public JsonObject scheduler() {
        ConfigJson config =
                new ConfigJson(
                                switch (family) {
                                    case SD1 -> "PNDMScheduler";
                                    case SD2 -> "DDIMScheduler";
                                    case SDXL -> "EulerDiscreteScheduler";
                                })
                        .with("beta_start", 0.00085)
                        .with("beta_end", 0.012)
                        .with("beta_schedule", "scaled_linear")
                        .with("num_train_timesteps", 1000)
                        .with("steps_offset", 1)
                        .with("timestep_spacing", "leading")
                        .with("prediction_type", training.velocity() ? "v_prediction" : "epsilon");
        if (family != Family.SDXL) config.with("set_alpha_to_one", false);
        if (family == Family.SD1) config.with("skip_prk_steps", true);
        if (family == Family.SD2) config.with("clip_sample", false);
        return training.zeroTerminalSnr() ? zeroTerminalSnr(config) : config.json();
    }

    /** Lin et al. 2024, section 3: rescaled betas need steps from the last timestep on. */
    private static JsonObject zeroTerminalSnr(ConfigJson config) {
        JsonObject json =
                config.with("rescale_betas_zero_snr", true)
                        .with("timestep_spacing", "trailing")
                        .json();
        boolean pndm = json.get("_class_name").getAsString().equals("PNDMScheduler");
        if (pndm) {
            json.addProperty("_class_name", "DDIMScheduler");
            json.addProperty("clip_sample", false);
            json.remove("skip_prk_steps");
        }
        return json;
    }

    private <T> T existing(Map<String, T> map, String part) {
        if (map.containsKey(part)) return map.get(part);
        throw new IllegalArgumentException(
                "no part \"" + part + "\" in " + path() + "; it has " + parts());
    }
}
