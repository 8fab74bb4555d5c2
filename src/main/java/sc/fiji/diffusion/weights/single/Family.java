// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.Map;
import java.util.Set;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** The families of latent diffusion models whose checkpoints can be read. */
public enum Family {
    /** One CLIP text encoder of 768 channels. */
    SD1("Stable Diffusion 1", 0.18215),
    /** One OpenCLIP text encoder of 1024 channels. */
    SD2("Stable Diffusion 2", 0.18215),
    /** Both kinds of text encoders, side by side. */
    SDXL("Stable Diffusion XL", 0.13025);

    private static final String SD1_TEXT = "cond_stage_model.transformer.";
    private static final String SD2_TEXT = "cond_stage_model.model.";
    private static final String SDXL_TEXT = "conditioner.embedders.0.transformer.";
    private static final String SDXL_TEXT_2 = "conditioner.embedders.1.model.";

    /** What a name contains, and what the file then is that cannot be read as a model. */
    private static final Map<String, String> OTHERS =
            Map.of(
                    ".joint_blocks.", "a Stable Diffusion 3 model, which this version cannot run",
                    "double_blocks.", "a Flux model, which this version cannot run",
                    ".lora_down.",
                            "a LoRA adapter; give a model, and the adapter with the key lora",
                    ".lora_A.", "a LoRA adapter; give a model, and the adapter with the key lora",
                    "control_model.", "a ControlNet, which this version cannot run");

    private final String title;
    private final double scalingFactor;

    Family(String title, double scalingFactor) {
        this.title = title;
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
            case SD1 -> new ClipLayers(new Stored(file, SD1_TEXT));
            case SD2 -> new OpenClipLayers(new Stored(file, SD2_TEXT), false);
            case SDXL -> new ClipLayers(new Stored(file, SDXL_TEXT));
        };
    }

    /** The second text encoder of SDXL. */
    TextLayers text2(TensorSource file) {
        return new OpenClipLayers(new Stored(file, SDXL_TEXT_2), true);
    }

    /**
     * The family of a checkpoint, by the names of its tensors.
     *
     * @throws WeightsException if it is no complete checkpoint of any, saying what it seems to be
     */
    static Family of(TensorSource file) throws WeightsException {
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
        if (lacks(file, VaeLayers.PREFIX)) throw incomplete(file, "autoencoder", VaeLayers.PREFIX);
        if (!lacks(file, SDXL_TEXT) && !lacks(file, SDXL_TEXT_2)) return SDXL;
        if (!lacks(file, SD1_TEXT)) return SD1;
        if (!lacks(file, SD2_TEXT)) return SD2;
        if (!lacks(file, "conditioner.embedders.0.model.")) {
            throw refuse(file, "the refiner of Stable Diffusion XL; get the base model");
        }
        throw incomplete(file, "text encoder", SD1_TEXT);
    }

    private static void refuseOthers(TensorSource file) throws WeightsException {
        Set<String> names = file.names();
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            if (names.stream().anyMatch(n -> n.contains(other.getKey()))) {
                throw refuse(file, other.getValue());
            }
        }
    }

    private static boolean lacks(TensorSource file, String prefix) {
        return file.names().stream().noneMatch(n -> n.startsWith(prefix));
    }

    private static WeightsException incomplete(TensorSource file, String part, String prefix) {
        return refuse(
                file,
                "not a complete checkpoint: it holds no "
                        + part
                        + " (\""
                        + prefix
                        + "...\"); get the complete one");
    }

    static WeightsException refuse(TensorSource file, String what) {
        return new WeightsException(file.path(), "is " + what);
    }
}
