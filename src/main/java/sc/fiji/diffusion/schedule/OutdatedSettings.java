// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import com.google.gson.JsonPrimitive;

/**
 * What the pipelines of diffusers 0.36.0 put right in the scheduler's settings of models of Stable
 * Diffusion 1 and 2, many of which are older than these settings. Those of XL leave all as it is.
 */
final class OutdatedSettings {

    private OutdatedSettings() {}

    /**
     * The settings as the scheduler gets them.
     *
     * @param pipeline the class of the pipeline
     */
    static ConfigValues corrected(ConfigValues values, String pipeline) {
        return switch (pipeline) {
            case "StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline" ->
                    withOffset(values).with("clip_sample", new JsonPrimitive(false));
            case "StableDiffusionInpaintPipeline" ->
                    withOffset(values).with("skip_prk_steps", new JsonPrimitive(true));
            default -> values;
        };
    }

    /** Of the classes of schedulers that can be read, that of single steps knows no offset. */
    private static ConfigValues withOffset(ConfigValues values) {
        boolean unknown =
                values.text("_class_name", "").equals(UnsupportedSettings.SINGLE_STEP)
                        && values.get("steps_offset").isEmpty();
        return unknown ? values : values.with("steps_offset", new JsonPrimitive(1));
    }
}
