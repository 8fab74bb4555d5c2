// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.edit;

import ij.gui.Roi;
import ij.gui.ShapeRoi;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a canvas is extended on each side.
 *
 * @param left pixels, 0 or more
 * @param right likewise
 * @param top likewise
 * @param bottom likewise
 */
public record Margins(int left, int right, int top, int bottom) {

    /** The largest margin in pixels. */
    public static final int MAX_PX = 8192;

    /** Checks the numbers; at least one must be above 0. */
    public Margins {
        require("left", left);
        require("right", right);
        require("top", top);
        require("bottom", bottom);
        if (left + right + top + bottom == 0) {
            throw new IllegalArgumentException(
                    "left, right, top and bottom are all 0; name the pixels to add to a side");
        }
    }

    private static void require(String side, int pixels) {
        if (pixels < 0 || pixels > MAX_PX) {
            throw new IllegalArgumentException(
                    side + " must be between 0 and " + MAX_PX + " pixels, was " + pixels);
        }
    }

    /** The image within the extended canvas. */
    Rectangle inner(int width, int height) {
        return new Rectangle(left, top, width, height);
    }

    /** The extended canvas. */
    Rectangle outer(int width, int height) {
        return new Rectangle(0, 0, left + width + right, top + height + bottom);
    }

    /** All new pixels. */
    Roi border(int width, int height) {
        ShapeRoi border = new ShapeRoi(new Roi(outer(width, height)));
        return border.not(new ShapeRoi(new Roi(inner(width, height))));
    }

    /**
     * The new pixels as rectangles in the order in which they are painted: ring by ring from the
     * image outwards, so that each touches what is known already; each new pixel is in one of them.
     *
     * @param side the largest width and height of a rectangle
     */
    List<Rectangle> tiles(int width, int height, int side) {
        List<Rectangle> tiles = new ArrayList<>();
        Rectangle all = outer(width, height);
        Rectangle known = inner(width, height);
        while (!known.equals(all)) {
            Rectangle grown = new Rectangle(known);
            grown.grow(side, side);
            Rectangle ring = grown.intersection(all);
            int x2 = known.x + known.width;
            int y2 = known.y + known.height;
            cut(tiles, new Rectangle(ring.x, known.y, known.x - ring.x, known.height), side);
            cut(tiles, new Rectangle(x2, known.y, ring.x + ring.width - x2, known.height), side);
            cut(tiles, new Rectangle(ring.x, ring.y, ring.width, known.y - ring.y), side);
            cut(tiles, new Rectangle(ring.x, y2, ring.width, ring.y + ring.height - y2), side);
            known = ring;
        }
        return tiles;
    }

    private static void cut(List<Rectangle> tiles, Rectangle strip, int side) {
        if (strip.isEmpty()) return;
        int columns = (strip.width + side - 1) / side;
        int rows = (strip.height + side - 1) / side;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = strip.width * column / columns;
                int y = strip.height * row / rows;
                int width = strip.width * (column + 1) / columns - x;
                int height = strip.height * (row + 1) / rows - y;
                tiles.add(new Rectangle(strip.x + x, strip.y + y, width, height));
            }
        }
    }
}
