// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.awt.image.IndexColorModel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Planes of an 8-bit colour image, whose values are mere numbers of colours in a table. A model
 * sees the colours; what it makes becomes the nearest colours of the table.
 */
public final class IndexedColors {

    private IndexedColors() {}

    /** Whether a plane is of this kind: 8-bit with a table of colours that are in no order. */
    public static boolean in(ImageProcessor plane) {
        return plane instanceof ByteProcessor && plane.isColorLut() && !plane.isPseudoColorLut();
    }

    /**
     * Edits a part of a plane as RGB. Pixels whose colour stays keep their exact index.
     *
     * @param plane written to
     * @param part what the editor gets, as an image of its own
     */
    public static void edit(ImageProcessor plane, Rectangle part, Consumer<ColorProcessor> editor) {
        ColorProcessor before = Plane.copy(plane, part).convertToColorProcessor();
        ColorProcessor after = (ColorProcessor) before.duplicate();
        editor.accept(after);
        IndexColorModel table = (IndexColorModel) plane.getColorModel();
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int i = 0; i < after.getPixelCount(); i++) {
            if (after.get(i) == before.get(i)) continue;
            int index = nearest.computeIfAbsent(after.get(i), colour -> nearest(table, colour));
            plane.set(part.x + i % part.width, part.y + i / part.width, index);
        }
    }

    private static int nearest(IndexColorModel table, int colour) {
        int best = 0;
        for (int i = 1; i < table.getMapSize(); i++) {
            if (distance(table.getRGB(i), colour) < distance(table.getRGB(best), colour)) best = i;
        }
        return best;
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int difference = (a >> shift & 255) - (b >> shift & 255);
            sum += difference * difference;
        }
        return sum;
    }
}
