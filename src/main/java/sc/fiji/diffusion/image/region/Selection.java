// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The pixels of an image that are to be repainted. They come from a selection of any area type
 * (rectangle, oval, polygon, freehand, traced, composites of them with holes) or from a mask image.
 * What lies outside the image does not count. Memory is needed for the bounds alone, however large
 * the image is.
 */
public final class Selection {

    /** The pixels of the largest mask that ImageJ is asked for, whatever its image is. */
    private static final long LARGEST_MASK = 1 << 26;

    /** The places that ImageJ's format of selections has numbers for. */
    private static final Rectangle CAN_BE_SAVED = new Rectangle(-5000, -5000, 65535, 65535);

    private final Dimension image;
    private final Rectangle bounds;
    private final boolean[] selected;
    private final Roi drawn;

    private Selection(Dimension image, Rectangle bounds, boolean[] selected, Roi drawn) {
        this.image = image;
        this.bounds = bounds;
        this.selected = selected;
        this.drawn = drawn;
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
        Rectangle box = roi.getBounds();
        Rectangle inside = box.intersection(new Rectangle(width, height));
        Roi drawn = CAN_BE_SAVED.contains(box) ? (Roi) roi.clone() : null;
        return of(new Dimension(width, height), inside, shape(roi, box))
                .map(s -> new Selection(s.image, s.bounds, s.selected, drawn))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the selection holds no pixel of the image, which is "
                                                + width
                                                + " x "
                                                + height
                                                + " pixels; move it into the image"));
    }

    /** Where a selection is; of one that is too large for a mask it is asked pixel by pixel. */
    private static PixelTest shape(Roi roi, Rectangle box) {
        if ((long) box.width * box.height > LARGEST_MASK) return roi::contains;
        ImageProcessor shape = roi.getMask();
        return (x, y) -> shape == null || shape.get(x - box.x, y - box.y) != 0;
    }

    /**
     * The pixels of a mask that are neither 0 nor NaN.
     *
     * @param mask as large as the image
     * @return empty if there is no such pixel
     */
    public static Optional<Selection> ofMask(ImageProcessor mask) {
        Dimension size = new Dimension(mask.getWidth(), mask.getHeight());
        return of(size, new Rectangle(size), (x, y) -> Math.abs(mask.getPixelValue(x, y)) > 0);
    }

    /** The pixels of a part of an image that pass a test. */
    static Optional<Selection> of(Dimension image, Rectangle part, PixelTest test) {
        Rectangle bounds = bounds(part, test);
        if (bounds.isEmpty()) return Optional.empty();
        boolean[] selected = new boolean[bounds.width * bounds.height];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = test.test(bounds.x + i % bounds.width, bounds.y + i / bounds.width);
        }
        return Optional.of(new Selection(image, bounds, selected, null));
    }

    private static Rectangle bounds(Rectangle part, PixelTest test) {
        Rectangle bounds = new Rectangle(-1, -1);
        for (int y = part.y; y < part.y + part.height; y++) {
            int first = part.x;
            int last = part.x + part.width - 1;
            while (first <= last && !test.test(first, y)) first++;
            while (last > first && !test.test(last, y)) last--;
            if (first <= last) bounds.add(new Rectangle(first, y, last - first + 1, 1));
        }
        return bounds;
    }

    /** All pixels of several selections of one image. */
    public static Selection union(List<Selection> selections) {
        if (selections.size() == 1) return selections.get(0);
        Selection first = selections.get(0);
        Rectangle all = new Rectangle(first.bounds);
        for (Selection selection : selections) all.add(selection.bounds);
        boolean[] none = new boolean[all.width * all.height];
        Selection union = new Selection(first.image, all, none, null);
        for (Selection selection : selections) {
            selection.forEach((x, y) -> union.selected[union.index(x, y)] = true);
        }
        return union;
    }

    /** Whether a pixel is selected; false outside the image. */
    public boolean contains(int x, int y) {
        return bounds.contains(x, y) && selected[index(x, y)];
    }

    /** The smallest rectangle around all selected pixels. */
    public Rectangle bounds() {
        return new Rectangle(bounds);
    }

    /** A selection of ImageJ that holds exactly these pixels of the image. */
    public Roi roi() {
        if (drawn != null) return (Roi) drawn.clone();
        ByteProcessor mask = new ByteProcessor(bounds.width, bounds.height);
        forEach((x, y) -> mask.set(x - bounds.x, y - bounds.y, 255));
        mask.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
        Roi traced = new ThresholdToSelection().convert(mask);
        traced.setLocation(traced.getXBase() + bounds.x, traced.getYBase() + bounds.y);
        return CAN_BE_SAVED.contains(bounds) ? traced : new ShapeRoi(traced);
    }

    /** Width and height of the image. */
    public Dimension image() {
        return new Dimension(image);
    }

    /** How many pixels are selected. */
    public int size() {
        int[] count = new int[1];
        forEach((x, y) -> count[0]++);
        return count[0];
    }

    /**
     * 1 inside and 0 outside, {@code [1, 1, height, width]}; where the window reaches beyond the
     * image, it shows the mirror image as {@link Window#cut} does.
     */
    public Tensor mask(Window window) {
        Tensor mask = Tensor.zeros(1, 1, window.height(), window.width());
        for (int v = 0; v < window.height(); v++) {
            int y = Window.mirror(window.y() + v, image.height);
            for (int u = 0; u < window.width(); u++) {
                int x = Window.mirror(window.x() + u, image.width);
                if (contains(x, y)) mask.data()[v * window.width() + u] = 1;
            }
        }
        return mask;
    }

    /** The parts that hang together, sides and corners; each selected pixel is in one of them. */
    public List<Selection> parts() {
        return new Parts(this).find();
    }

    /** Calls back for each selected pixel, row by row. */
    public void forEach(PixelVisitor visitor) {
        for (int i = 0; i < selected.length; i++) {
            if (selected[i])
                visitor.visit(bounds.x + i % bounds.width, bounds.y + i / bounds.width);
        }
    }

    private int index(int x, int y) {
        return (y - bounds.y) * bounds.width + x - bounds.x;
    }

    /** Sees one pixel after the other. */
    @FunctionalInterface
    public interface PixelVisitor {

        /** Sees the pixel at a place of the image. */
        void visit(int x, int y);
    }

    /** Says yes or no to a pixel. */
    @FunctionalInterface
    interface PixelTest {
        boolean test(int x, int y);
    }
}
