// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

/**
 * How images are prepared for CLIP's image tower (CLIPImageProcessor), the {@code
 * preprocessor_config.json} of a model folder, or the section {@code image_processor} of its {@code
 * processor_config.json}.
 *
 * @param bicubic cubic instead of linear interpolation
 * @param shortestEdge pixels of the shorter side after scaling; 0 if width and height are given
 * @param scaledWidth pixels after scaling, if the shorter side does not say it
 * @param scaledHeight the same for the height
 * @param cropWidth of the crop at the centre
 * @param cropHeight of the crop at the centre
 * @param mean of each channel, for values in [0, 1]
 * @param std standard deviation of each channel
 */
public record ClipImageConfig(
        boolean bicubic,
        int shortestEdge,
        int scaledWidth,
        int scaledHeight,
        int cropWidth,
        int cropHeight,
        double[] mean,
        double[] std) {

    private static final double[] OPENAI_MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] OPENAI_STD = {0.26862954, 0.26130258, 0.27577711};
    private static final String[] CLASSES = {
        "CLIPImageProcessor", "CLIPImageProcessorFast", "CLIPImageProcessorPil"
    };
    private static final String[] STEPS = {
        "do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb"
    };

    /**
     * Reads the file or the section, with the defaults of transformers.
     *
     * @throws IllegalArgumentException naming the file, the key, what it holds and what it may hold
     */
    public static ClipImageConfig read(ConfigFile file) {
        file.only("image_processor_type", CLASSES);
        for (String step : STEPS) file.only(step, "true");
        file.require(
                Math.abs(file.positive("rescale_factor", 1 / 255.0, 1) * 255 - 1) < 1e-6,
                "rescale_factor",
                file.positive("rescale_factor", 1 / 255.0, 1),
                "1 / 255");
        ConfigFile size = file.sectionOrNumber("size", "shortest_edge");
        boolean fixed = size.isSet("height");
        ConfigFile crop = file.sectionOrNumber("crop_size", "height");
        int cropHeight = crop.integer("height", 224, 1, ConfigFile.MOST_PIXELS);
        return new ClipImageConfig(
                file.integer("resample", 3, 2, 3) == 3,
                fixed ? 0 : size.integer("shortest_edge", 224, 1, ConfigFile.MOST_PIXELS),
                size.integer("width", 0, 1, ConfigFile.MOST_PIXELS),
                size.integer("height", 0, 1, ConfigFile.MOST_PIXELS),
                crop.integer("width", cropHeight, 1, ConfigFile.MOST_PIXELS),
                cropHeight,
                file.numbers("image_mean", OPENAI_MEAN),
                file.positives("image_std", OPENAI_STD));
    }
}
