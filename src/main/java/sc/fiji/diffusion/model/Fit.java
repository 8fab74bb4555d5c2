// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.nn.UnetConfig;

/** Whether the parts of a model go together. */
final class Fit {

    private static final String[] PIPELINES = {
        "DDPMPipeline",
        "DDIMPipeline",
        "StableDiffusionPipeline",
        "StableDiffusionImg2ImgPipeline",
        "StableDiffusionInpaintPipeline",
        "StableDiffusionXLPipeline",
        "StableDiffusionXLImg2ImgPipeline",
        "StableDiffusionXLInpaintPipeline"
    };

    private Fit() {}

    /**
     * Refuses models of other families, such as the refiner of SDXL.
     *
     * @throws IllegalArgumentException naming the file, the key and the value
     */
    static void requireFamily(ModelSource source) throws IOException {
        ConfigFile index = source.index();
        index.only("_class_name", PIPELINES);
        if (index.flag("requires_aesthetics_score", false)) {
            throw new IllegalArgumentException(
                    source.path()
                            + ": \"requires_aesthetics_score\" is true, so this is the refiner of"
                            + " SDXL, which is not supported; use the base model");
        }
    }

    /**
     * Refuses parts of different models.
     *
     * @throws ModelException naming the parts, and the widths that differ
     */
    static void require(ModelSource source, TextEncoders text, Unet unet, Autoencoder autoencoder)
            throws ModelException {
        UnetConfig config = unet.config();
        requireLatents(source, config, autoencoder.config().latentChannels());
        if (config.contextWidth() != text.width()) {
            throw wrong(
                    source,
                    "the U-Net looks at texts of width "
                            + config.contextWidth()
                            + ", but the text encoder's is "
                            + text.width()
                            + "; unet and text_encoder are of different models");
        }
        if (config.hasAdded() && config.pooledWidth() != text.pooledWidth()) {
            throw wrong(
                    source,
                    "the U-Net looks at whole texts of width "
                            + config.pooledWidth()
                            + ", but the text encoder's is "
                            + text.pooledWidth()
                            + "; unet and text_encoder_2 are of different models");
        }
    }

    private static void requireLatents(ModelSource source, UnetConfig unet, int latents)
            throws ModelException {
        int in = unet.inChannels();
        if (unet.outChannels() == latents && (in == latents || in == 2 * latents + 1)) return;
        throw wrong(
                source,
                "the U-Net takes "
                        + in
                        + " channels and gives "
                        + unet.outChannels()
                        + ", which does not go with "
                        + latents
                        + " latent channels of the autoencoder; unet and vae are of different"
                        + " models");
    }

    private static ModelException wrong(ModelSource source, String problem) {
        return new ModelException("model " + source.name() + ": " + problem);
    }
}
