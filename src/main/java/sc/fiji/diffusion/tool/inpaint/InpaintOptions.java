// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.image.region.RangeChoice;

/**
 * How a selection is repainted.
 *
 * @param strength share of the schedule that is run, in (0, 1]; 1 repaints fully
 * @param fill what the hole starts from when the strength is below 1
 * @param area how much of the image the model sees
 * @param contextPx surroundings of the selection that the model sees at least, on each side, in
 *     pixels
 * @param featherPx pixels over which the new content fades in, inwards from the edge
 * @param range which pixel values the model sees as black and white
 * @param resample how often each step is done, so that the hole agrees with its surroundings, or
 *     {@value #AUTOMATIC} for what suits the model
 */
public record InpaintOptions(
        double strength,
        Fill fill,
        Area area,
        int contextPx,
        int featherPx,
        RangeChoice range,
        int resample) {

    /** The largest context and feather. */
    public static final int MAX_PX = 4096;

    /** Lets {@link #times} choose. */
    public static final int AUTOMATIC = 0;

    /** What a model needs that knows its surroundings only by what is put back after each step. */
    private static final int TIMES_WITHOUT_MASK_CHANNELS = 4;

    /** The most that a step is repeated. */
    public static final int MAX_RESAMPLE = 100;

    /**
     * Full strength on the selection with 32 pixels of context and a feather of 3 pixels, by the
     * display range.
     */
    public static final InpaintOptions DEFAULT =
            new InpaintOptions(
                    1, Fill.ORIGINAL, Area.SELECTION, 32, 3, RangeChoice.DISPLAY, AUTOMATIC);

    /** Checks the numbers; the strength is checked with the number of steps. */
    public InpaintOptions {
        requirePixels("context", contextPx);
        requirePixels("feather", featherPx);
        if (resample < AUTOMATIC || resample > MAX_RESAMPLE) {
            throw new IllegalArgumentException(
                    "resample must be between 0 and "
                            + MAX_RESAMPLE
                            + " times, was "
                            + resample
                            + "; 1 does each step once, 0 chooses");
        }
    }

    /**
     * How often each step is done with a model. Automatically, it is once for models that see the
     * mask, and for the whole image, which is then repainted exactly as diffusers does it.
     *
     * @param seesMask whether the model was made for inpainting
     */
    public int times(boolean seesMask) {
        if (resample != AUTOMATIC) return resample;
        return seesMask || area == Area.WHOLE_IMAGE ? 1 : TIMES_WITHOUT_MASK_CHANNELS;
    }

    /** The same with another strength and fill. */
    public InpaintOptions withStart(double newStrength, Fill newFill) {
        return new InpaintOptions(
                newStrength, newFill, area, contextPx, featherPx, range, resample);
    }

    /** The same with another area, context and feather. */
    public InpaintOptions withArea(Area newArea, int newContextPx, int newFeatherPx) {
        return new InpaintOptions(
                strength, fill, newArea, newContextPx, newFeatherPx, range, resample);
    }

    /** The same with another choice of the range. */
    public InpaintOptions withRange(RangeChoice newRange) {
        return new InpaintOptions(strength, fill, area, contextPx, featherPx, newRange, resample);
    }

    /** The same with steps done more often. */
    public InpaintOptions withResample(int times) {
        return new InpaintOptions(strength, fill, area, contextPx, featherPx, range, times);
    }

    private static void requirePixels(String name, int value) {
        if (value < 0 || value > MAX_PX) {
            throw new IllegalArgumentException(
                    name + " must be between 0 and " + MAX_PX + " pixels, was " + value);
        }
    }
}
