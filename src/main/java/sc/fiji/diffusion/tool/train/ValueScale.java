// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.process.ImageProcessor;
import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.ValueRange;

/** Which pixel values become black and white for the model. RGB is always 0 to 255. */
public enum ValueScale {
    /** The least and the largest value of all images together: intensities stay comparable. */
    ALL("all images"),
    /** The least and the largest value of each image. */
    EACH("each image"),
    /** The display range of the image, or of each file as ImageJ opens it. */
    DISPLAY("display range");

    private final String label;

    ValueScale(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ValueScale::label).toList();
    }

    /**
     * The scale of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static ValueScale named(String name) {
        return Choice.named("values", name, values(), ValueScale::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }

    /** The range of each plane. */
    List<ValueRange> ranges(List<ImageProcessor> planes) {
        ValueRange all = this == ALL ? extent(planes) : null;
        return planes.stream().map(plane -> range(plane, all)).toList();
    }

    private ValueRange range(ImageProcessor plane, ValueRange all) {
        if (PixelKind.of(plane) == PixelKind.RGB) return ValueRange.BYTE;
        return switch (this) {
            case ALL -> all;
            case EACH -> extent(List.of(plane));
            case DISPLAY -> ValueRange.displayed(plane);
        };
    }

    /** The least and the largest finite value of grey planes. */
    private static ValueRange extent(List<ImageProcessor> planes) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (ImageProcessor plane : planes) {
            if (PixelKind.of(plane) == PixelKind.RGB) continue;
            for (int i = 0; i < plane.getPixelCount(); i++) {
                float value = plane.getf(i);
                if (!Float.isFinite(value)) continue;
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        return max > min ? new ValueRange(min, max) : ValueRange.UNIT;
    }
}
