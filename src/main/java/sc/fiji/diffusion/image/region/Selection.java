// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.Locale;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The pixels that a selection of any area type holds: rectangle, oval, polygon, freehand, traced,
 * and composites of them with holes. What lies outside the image does not count.
 */
public final class Selection {

    private final Tensor mask;
    private final Rectangle bounds;

    private Selection(Tensor mask, Rectangle bounds) {
        this.mask = mask;
        this.bounds = bounds;
    }

    /**
     * The selection of an image.
     *
     * @throws IllegalArgumentException if there is none, if it has no area, or if it holds no pixel
     *     of the image
     */
    public static Selection of(ImagePlus image) {
        Roi roi = image.getRoi();
        if (roi == null) {
            throw new IllegalArgumentException(
                    "\""
                            + image.getTitle()
                            + "\" has no selection; draw one around what to repaint");
        }
        return of(roi, image.getWidth(), image.getHeight());
    }

    /**
     * A selection within an image of a given size.
     *
     * @throws IllegalArgumentException if it has no area, or holds no pixel of the image
     */
    public static Selection of(Roi roi, int width, int height) {
        if (!roi.isArea()) {
            throw new IllegalArgumentException(
                    "a "
                            + roi.getTypeAsString().toLowerCase(Locale.ROOT)
                            + " selection has no area; draw an oval, rectangle, polygon or freehand"
                            + " selection around what to repaint");
        }
        Tensor mask = draw(roi, width, height);
        Rectangle bounds = bounds(mask);
        if (bounds.isEmpty()) {
            throw new IllegalArgumentException(
                    "the selection holds no pixel of the image, which is "
                            + width
                            + " x "
                            + height
                            + " pixels; move it into the image");
        }
        return new Selection(mask, bounds);
    }

    /** 1 inside and 0 outside, {@code [1, 1, H, W]} of the whole image. */
    public Tensor mask() {
        return mask;
    }

    /** The smallest rectangle around all selected pixels. */
    public Rectangle bounds() {
        return new Rectangle(bounds);
    }

    private static Tensor draw(Roi roi, int width, int height) {
        Tensor mask = Tensor.zeros(1, 1, height, width);
        Rectangle box = roi.getBounds();
        ImageProcessor shape = roi.getMask();
        Rectangle inside = box.intersection(new Rectangle(width, height));
        for (int y = inside.y; y < inside.y + inside.height; y++) {
            for (int x = inside.x; x < inside.x + inside.width; x++) {
                if (shape == null || shape.get(x - box.x, y - box.y) != 0) {
                    mask.data()[y * width + x] = 1;
                }
            }
        }
        return mask;
    }

    private static Rectangle bounds(Tensor mask) {
        int width = mask.dim(3);
        Rectangle bounds = new Rectangle(-1, -1);
        for (int i = 0; i < mask.size(); i++) {
            if (mask.data()[i] != 0) bounds.add(new Rectangle(i % width, i / width, 1, 1));
        }
        return bounds;
    }
}
