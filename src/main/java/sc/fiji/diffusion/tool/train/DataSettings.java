// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import sc.fiji.diffusion.train.data.Augmentation;
import sc.fiji.diffusion.train.data.ImageSet;

/**
 * What is learned from.
 *
 * @param folder of images; empty for the open image
 * @param values which values become black and white
 * @param crop what a model sees of an image
 * @param orientation which orientations show the same
 * @param intensity the largest relative change of brightness that does not matter, 0 to 0.9
 * @param caption of images that have none; may be empty
 */
public record DataSettings(
        Optional<Path> folder,
        ValueScale values,
        CropMode crop,
        Orientation orientation,
        double intensity,
        String caption) {

    /** The whole open image, in any orientation. */
    public static final DataSettings DEFAULT =
            new DataSettings(
                    Optional.empty(), ValueScale.ALL, CropMode.WHOLE, Orientation.ANY, 0, "");

    /**
     * The settings of the names that users see.
     *
     * @param folder of images; null for the open image
     * @throws IllegalArgumentException if a name is unknown, listing the names
     */
    public static DataSettings named(
            File folder,
            String values,
            String crop,
            String orientation,
            double intensity,
            String caption) {
        return new DataSettings(
                Optional.ofNullable(folder).map(File::toPath),
                ValueScale.named(values),
                CropMode.named(crop),
                Orientation.named(orientation),
                intensity,
                caption);
    }

    /** Checks the intensity. */
    public DataSettings {
        orientation.augmentation(intensity);
    }

    Augmentation augmentation() {
        return orientation.augmentation(intensity);
    }

    /**
     * Reads the images, none of whose sides is shorter than {@code side}.
     *
     * @param open the open image; null if there is none
     * @throws IOException if the folder cannot be read
     * @throws IllegalArgumentException if the images cannot be learned from, naming the one that
     *     does not fit
     */
    ImageSet read(ImagePlus open, int side) throws IOException {
        ImageSet images = planes(open).withCaption(caption).toSet(values);
        return crop == CropMode.PATCHES
                ? images.requireAtLeast(side)
                : TrainingImages.scaled(images.requireOneSize(), side);
    }

    private TrainingImages planes(ImagePlus open) throws IOException {
        if (folder.isPresent()) return ImageFolder.read(folder.get());
        if (open == null) {
            throw new IllegalArgumentException(
                    "there is nothing to train on: open a stack, or choose a folder with the key"
                            + " data");
        }
        return TrainingImages.of(open);
    }

    /** Adds what a run must have in common with one that it resumes. */
    void describe(ImageSet images, Map<String, String> settings) {
        settings.put("data", folder.map(Path::toString).orElse("open image"));
        settings.put("images", Integer.toString(images.size()));
        settings.put("values", values.label());
        settings.put("crop", crop.label());
        settings.put("orientation", orientation.label());
        settings.put("intensity", Double.toString(intensity));
        settings.put("caption", caption);
    }
}
