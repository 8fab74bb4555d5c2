// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.ImagePlus;
import java.util.Locale;

/** A check of two images that belong together. */
public final class SameSize {

    private SameSize() {}

    /**
     * Checks that two images have one width and height.
     *
     * @param rule what is asked for, such as {@code a difference needs images of one size}
     * @throws IllegalArgumentException if they have not, naming both
     */
    public static void require(String rule, ImagePlus a, ImagePlus b) {
        if (a.getWidth() == b.getWidth() && a.getHeight() == b.getHeight()) return;
        throw new IllegalArgumentException(
                String.format(
                        Locale.ROOT,
                        "%s; \"%s\" is %d x %d and \"%s\" %d x %d",
                        rule,
                        a.getTitle(),
                        a.getWidth(),
                        a.getHeight(),
                        b.getTitle(),
                        b.getWidth(),
                        b.getHeight()));
    }
}
