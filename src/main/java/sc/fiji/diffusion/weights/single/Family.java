// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** The families of latent diffusion models whose checkpoints can be read. */
public enum Family {
    /** One CLIP text encoder of 768 channels. */
    SD1("Stable Diffusion 1", 768, 0.18215),
    /** One OpenCLIP text encoder of 1024 channels. */
    SD2("Stable Diffusion 2", 1024, 0.18215),
    /** Both kinds of text encoders, side by side. */
    SDXL("Stable Diffusion XL", 2048, 0.13025);

    /** Under the names of transformers: that of Stable Diffusion 1, and at times that of 2. */
    private static final String TEXT = "cond_stage_model.transformer.";

    private static final String OPEN_CLIP_TEXT = "cond_stage_model.model.";
    private static final String SDXL_TEXT = "conditioner.embedders.0.transformer.";
    private static final String SDXL_TEXT_2 = "conditioner.embedders.1.model.";

    /** What a file then is that cannot be read as a model. */
    private record Other(Pattern names, String what) {

        Other(String names, String what) {
            this(Pattern.compile(names), what);
        }
    }

    /** By what a name contains; an adapter has names of the model that it is for, too. */
    private static final List<Other> OTHERS =
            List.of(
                    new Other(
                            "[._]lora[._]|\\.lora_(down|up|mid|A|B|magnitude_vector)\\."
                                    + "|lora_linear_layer\\.|\\.(hada_[wt]|lokr_[wt]|oft_|boft_|ia3_l)"
                                    + "|\\.(dora_scale|diff|diff_b)$",
                            "an adapter (LoRA or akin); give a model, and the adapter with the key"
                                    + " lora"),
                    new Other(
                            "^(emb_params|clip_[lg]|text_encoders_[01]|<.*>)$",
                            "an embedding; give a model, and the embedding with the key embeddings"),
                    new Other(
                            "\\.joint_blocks\\.",
                            "a Stable Diffusion 3 model, which this version cannot run"),
                    new Other("double_blocks\\.", "a Flux model, which this version cannot run"),
                    new Other("control_model\\.", "a ControlNet, which this version cannot run"));

    private final String title;
    private final int contextWidth;
    private final double scalingFactor;

    Family(String title, int contextWidth, double scalingFactor) {
        this.title = title;
        this.contextWidth = contextWidth;
        this.scalingFactor = scalingFactor;
    }

    /** Its name. */
    @Override
    public String toString() {
        return title;
    }

    /** The factor between latents and what the U-Net sees. */
    double scalingFactor() {
        return scalingFactor;
    }

    /** The first text encoder. */
    TextLayers text(TensorSource file) {
        return switch (this) {
            case SD1 -> new ClipLayers(new Stored(file, TEXT), false);
            case SD2 ->
                    lacks(file, OPEN_CLIP_TEXT)
                            ? new ClipLayers(new Stored(file, TEXT), true)
                            : new OpenClipLayers(new Stored(file, OPEN_CLIP_TEXT), false);
            case SDXL -> new ClipLayers(new Stored(file, SDXL_TEXT), false);
        };
    }

    /** The second text encoder of SDXL. */
    TextLayers text2(TensorSource file) {
        return new OpenClipLayers(new Stored(file, SDXL_TEXT_2), true);
    }

    /**
     * Refuses a file that is no checkpoint of a model with text, saying what it seems to be. It may
     * leave its autoencoder to another file.
     */
    static void requireCheckpoint(TensorSource file) throws WeightsException {
        refuseOthers(file);
        if (lacks(file, UnetLayers.PREFIX)) {
            throw refuse(
                    file,
                    lacks(file, "encoder.down.") && lacks(file, VaeLayers.PREFIX)
                            ? "no checkpoint of a diffusion model: it has no \""
                                    + UnetLayers.PREFIX
                                    + "...\""
                            : "an autoencoder alone; give a model, and this file with the key vae");
        }
        if (!lacks(file, TEXT) || !lacks(file, OPEN_CLIP_TEXT) || isPair(file)) return;
        if (!lacks(file, "conditioner.embedders.0.model.")) {
            throw refuse(file, "the refiner of Stable Diffusion XL; get the base model");
        }
        throw refuse(
                file,
                "not a complete checkpoint: it holds no text encoder (\""
                        + TEXT
                        + "...\"); get the complete one");
    }

    private static boolean isPair(TensorSource file) {
        return !lacks(file, SDXL_TEXT) && !lacks(file, SDXL_TEXT_2);
    }

    /**
     * The family of a checkpoint, by the names and the widths of its tensors.
     *
     * @throws WeightsException if they contradict each other
     */
    static Family of(TensorSource file, UnetLayers unet) throws WeightsException {
        int width = unet.contextWidth();
        Family family = byNames(file, width, unet.linearProjection());
        for (Family other : values()) {
            if (other != family && other.contextWidth == width) {
                throw contradiction(file, family, "texts of width " + width + ", as in " + other);
            }
        }
        int text = family.text(file).width();
        if (family == SDXL) text += family.text2(file).width();
        if (text == width) return family;
        String found = "texts of width " + width + ", but its text encoder gives " + text;
        throw contradiction(file, family, found);
    }

    /** Stable Diffusion 2 has the first linear projections before its attention. */
    private static Family byNames(TensorSource file, int width, boolean linearProjection) {
        if (isPair(file)) return SDXL;
        if (lacks(file, TEXT)) return SD2;
        boolean second = width == SD2.contextWidth || width != SD1.contextWidth && linearProjection;
        return second ? SD2 : SD1;
    }

    private static WeightsException contradiction(TensorSource file, Family names, String found) {
        return refuse(
                file,
                String.format(
                        Locale.ROOT,
                        "a contradiction: by its names a model of %s, whose U-Net looks at %s; get the checkpoint again",
                        names,
                        found));
    }

    private static void refuseOthers(TensorSource file) throws WeightsException {
        for (Other other : OTHERS) {
            if (file.names().stream().anyMatch(other.names().asPredicate())) {
                throw refuse(file, other.what());
            }
        }
    }

    private static boolean lacks(TensorSource file, String prefix) {
        return file.names().stream().noneMatch(n -> n.startsWith(prefix));
    }

    static WeightsException refuse(TensorSource file, String what) {
        return new WeightsException(file.path(), "is " + what);
    }
}
