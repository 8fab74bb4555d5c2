// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Fill;

/**
 * How a selection is repainted.
 *
 * @param strength share of the schedule that is run, in (0, 1]; 1 repaints fully
 * @param fill what the hole starts from when the strength is below 1
 * @param area how much of the image the model sees
 * @param contextPx surroundings of the selection that the model sees at least, on each side, in
 *     pixels
 * @param featherPx pixels over which the new content fades in, inwards from the edge
 */
public record InpaintOptions(double strength, Fill fill, Area area, int contextPx, int featherPx) {

    /** The largest context and feather. */
    public static final int MAX_PX = 4096;

    /** Full strength on the selection with 32 pixels of context, and a feather of 3 pixels. */
    public static final InpaintOptions DEFAULT =
            new InpaintOptions(1, Fill.ORIGINAL, Area.SELECTION, 32, 3);

    /** Checks context and feather; the strength is checked with the number of steps. */
    public InpaintOptions {
        requirePixels("context", contextPx);
        requirePixels("feather", featherPx);
    }

    private static void requirePixels(String name, int value) {
        if (value < 0 || value > MAX_PX) {
            throw new IllegalArgumentException(
                    name + " must be between 0 and " + MAX_PX + " pixels, was " + value);
        }
    }
}
