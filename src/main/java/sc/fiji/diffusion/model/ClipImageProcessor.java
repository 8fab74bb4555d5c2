// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import sc.fiji.diffusion.nn.ClipImageConfig;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What happens to an image before CLIP's image tower sees it, equal to the CLIPImageProcessor of
 * transformers: to 8 bits and three channels, scaled, cropped at the centre, normalised per
 * channel. What a crop lacks is black.
 *
 * @param config the settings
 */
public record ClipImageProcessor(ClipImageConfig config) {

    static final String FILE = "preprocessor_config.json";

    /** The file that has the settings of the image processor among others, and where. */
    private static final String PROCESSOR_FILE = "processor_config.json";

    private static final String SECTION = "image_processor";

    private static final int CHANNELS = 3;

    /** The most pixels that an image is scaled to before it is cropped. */
    private static final long LARGEST = 1 << 26;

    /**
     * Reads the settings in the folder of a model: a section of {@code processor_config.json},
     * where transformers has them since version 5, or else {@code preprocessor_config.json}.
     *
     * @throws IOException if there is no such file, or if it is no JSON object
     * @throws IllegalArgumentException naming file and key, if a setting is wrong
     */
    static ClipImageProcessor open(ModelFolder folder) throws IOException {
        Path whole = folder.path(PROCESSOR_FILE);
        if (Files.isRegularFile(whole)) {
            ConfigFile file = ConfigFile.open(whole);
            if (file.isSet(SECTION)) return of(file.section(SECTION));
        }
        return of(ConfigFile.open(folder.require(FILE)));
    }

    private static ClipImageProcessor of(ConfigFile file) {
        return new ClipImageProcessor(ClipImageConfig.read(file));
    }

    /**
     * Prepares one image.
     *
     * @param image {@code [1, C, H, W]} in [0, 1]; C is 1 or 3
     * @return {@code [1, 3, crop height, crop width]}
     * @throws IllegalArgumentException if the image is too long and thin to be scaled
     */
    public Tensor process(Tensor image) {
        int height = image.dim(2);
        int width = image.dim(3);
        int[] size = scaledSize(width, height);
        Tensor result = Tensor.zeros(1, CHANNELS, config.cropHeight(), config.cropWidth());
        PilResample resample = config.bicubic() ? PilResample.BICUBIC : PilResample.BILINEAR;
        for (int c = 0; c < CHANNELS; c++) {
            int[] bytes = bytes(image, Math.min(c, image.dim(1) - 1));
            int[] scaled = resample.resize(bytes, width, height, size[0], size[1]);
            cropInto(result, c, scaled, size[0], size[1]);
        }
        return result;
    }

    /** Width and height; the longer side is cut off to a whole number. */
    private int[] scaledSize(int width, int height) {
        int edge = config.shortestEdge();
        if (edge == 0) return new int[] {config.scaledWidth(), config.scaledHeight()};
        long longEdge = (long) edge * Math.max(width, height) / Math.min(width, height);
        if (longEdge * edge > LARGEST) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "an image of %d x %d pixels is too long and thin for CLIP, which sees"
                                    + " the middle of it with the shorter side scaled to %d pixels;"
                                    + " choose a part of it",
                            width,
                            height,
                            edge));
        }
        int longer = (int) longEdge;
        return width <= height ? new int[] {edge, longer} : new int[] {longer, edge};
    }

    private static int[] bytes(Tensor image, int channel) {
        int size = image.dim(2) * image.dim(3);
        int[] bytes = new int[size];
        for (int i = 0; i < size; i++) {
            long value = Math.round(255.0 * image.data()[channel * size + i]);
            bytes[i] = (int) Math.max(0, Math.min(255, value));
        }
        return bytes;
    }

    private void cropInto(Tensor result, int channel, int[] pixels, int width, int height) {
        int left = start(width, config.cropWidth());
        int top = start(height, config.cropHeight());
        int target = channel * config.cropHeight() * config.cropWidth();
        for (int y = 0; y < config.cropHeight(); y++) {
            for (int x = 0; x < config.cropWidth(); x++) {
                int sourceX = left + x;
                int sourceY = top + y;
                boolean inside =
                        sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height;
                int value = inside ? pixels[sourceY * width + sourceX] : 0;
                result.data()[target++] = normalised(value, channel);
            }
        }
    }

    /** Where the crop begins, negative where the image is smaller than the crop. */
    private static int start(int length, int crop) {
        return Math.floorDiv(length - crop, 2);
    }

    private float normalised(int value, int channel) {
        float unit = (float) (value / 255.0);
        return (unit - (float) config.mean()[channel]) / (float) config.std()[channel];
    }
}
