// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.image.IndexedColors;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

/** How a selection is filled without a model. */
public enum ClassicalFill {
    /** As smoothly as the rim allows, see {@link HarmonicFill}. */
    SMOOTH("smooth", "harmonic") {
        @Override
        public void fill(ImageProcessor plane, Selection selection) {
            HarmonicFill.fill(plane, selection);
        }
    },
    /** With copies of patches of the surroundings, see {@link PatchFill}. */
    PATCHES("patches", "patches") {
        @Override
        public void fill(ImageProcessor plane, Selection selection) {
            copyPatches(plane, selection);
        }
    };

    /** The least surroundings that patches are taken from, on each side. */
    private static final int LEAST_SURROUNDINGS_PX = 32;

    private final String label;
    private final String method;

    ClassicalFill(String label, String method) {
        this.label = label;
        this.method = method;
    }

    /**
     * Fills a selection; no other pixel is written.
     *
     * @param plane written to
     * @throws IllegalArgumentException if the selection leaves no pixel to continue from
     */
    public abstract void fill(ImageProcessor plane, Selection selection);

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ClassicalFill::label).toList();
    }

    /**
     * The fill of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static ClassicalFill named(String name) {
        return Choice.named("fill", name, values(), ClassicalFill::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }

    /** The name of the method in records. */
    public String method() {
        return method;
    }

    /** As much around the bounds as they are wide, as far as the image goes. */
    private static Rectangle surroundings(Selection selection) {
        Rectangle part = selection.bounds();
        int width = Math.max(LEAST_SURROUNDINGS_PX, Math.max(part.width, part.height));
        part.grow(width, width);
        return part.intersection(new Rectangle(selection.image()));
    }

    private static void copyPatches(ImageProcessor plane, Selection selection) {
        Rectangle part = surroundings(selection);
        if (selection.size() == part.width * part.height) {
            throw new IllegalArgumentException(
                    "the selection leaves no pixel to continue the image from; select less");
        }
        if (IndexedColors.in(plane)) {
            IndexedColors.edit(plane, part, colours -> copyPatches(colours, 0, 0, selection, part));
        } else {
            copyPatches(plane, part.x, part.y, selection, part);
        }
    }

    /** Fills a plane in which the part begins at a place; values stay those of the pixels. */
    private static void copyPatches(
            ImageProcessor plane, int left, int top, Selection selection, Rectangle part) {
        Window window = new Window(left, top, part.width, part.height);
        Plane values = new Plane(plane, ValueRange.UNIT);
        Tensor gaps = values.gaps(window);
        Window place = new Window(part.x, part.y, part.width, part.height);
        Tensor hole = selection.mask(place);
        Tensor filled = PatchFill.fill(Fill.close(values.values(window), gaps, hole), hole, gaps);
        RandomAccess<? extends RealType<?>> pixel = PixelKind.pixels(plane).randomAccess();
        int size = part.width * part.height;
        selection.forEach(
                (x, y) -> {
                    pixel.setPosition(x - part.x + left, 0);
                    pixel.setPosition(y - part.y + top, 1);
                    for (int c = 0; c < filled.dim(1); c++) {
                        pixel.setPosition(c, 2);
                        int at = c * size + (y - part.y) * part.width + x - part.x;
                        Plane.store(pixel.get(), filled.data()[at]);
                    }
                });
    }
}
