// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/**
 * A drawn picture with all that is known about it. The arrays are row-major, of width times height
 * values, and live: whoever writes to them must own the phantom.
 *
 * @param spec what it shows
 * @param seed the seed that it was drawn with
 * @param width pixels per row
 * @param height rows
 * @param pixels the picture, in [0, 1]
 * @param clean the picture after blur and before the camera's noise, in [0, 1]
 * @param labels the instance mask: 0 for background, 1 to n for the objects, none missing
 */
public record Phantom(
        PhantomSpec spec,
        long seed,
        int width,
        int height,
        float[] pixels,
        float[] clean,
        int[] labels) {

    /**
     * Checks that the arrays fit the size.
     *
     * @throws IllegalArgumentException if one has another number of values
     */
    public Phantom {
        check("pixels", pixels.length, width, height);
        check("clean", clean.length, width, height);
        check("labels", labels.length, width, height);
    }

    /** The full caption in the usual words; for a varied one ask the spec. */
    public String caption() {
        return spec.caption();
    }

    /** The number of objects in the mask. */
    public int count() {
        int count = 0;
        for (int label : labels) count = Math.max(count, label);
        return count;
    }

    private static void check(String name, int length, int width, int height) {
        if (length == width * height) return;
        throw new IllegalArgumentException(
                name + " must hold " + width + " x " + height + " values, got " + length);
    }
}
