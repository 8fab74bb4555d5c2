// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;

/** Which pixel values become black and white to a model. */
public enum RangeChoice {
    /** The display range of the image. */
    DISPLAY("display"),
    /** What all but the most extreme pixels around the selection have. */
    PERCENTILES("percentiles");

    private final String label;

    RangeChoice(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(RangeChoice::label).toList();
    }

    /**
     * The choice of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static RangeChoice named(String name) {
        return Choice.named("range", name, values(), RangeChoice::label);
    }

    /**
     * A part of a plane with the range that is chosen.
     *
     * @param part with the display range
     * @param place where it lies in the image
     * @param hidden pixels that do not count
     */
    public Plane apply(Plane part, Rectangle place, Selection hidden) {
        if (this == DISPLAY) return part;
        RandomAccess<? extends RealType<?>> pixel = PixelKind.pixels(part.pixels()).randomAccess();
        float[] values = new float[part.kind().channels() * place.width * place.height];
        int count = 0;
        for (int c = 0; c < part.kind().channels(); c++) {
            for (int y = 0; y < place.height; y++) {
                for (int x = 0; x < place.width; x++) {
                    float value = pixel.setPositionAndGet(x, y, c).getRealFloat();
                    boolean counts = Float.isFinite(value);
                    if (counts && !hidden.contains(place.x + x, place.y + y))
                        values[count++] = value;
                }
            }
        }
        float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return new Plane(part.pixels(), count == 0 ? part.range() : ValueRange.ofMost(sorted));
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
