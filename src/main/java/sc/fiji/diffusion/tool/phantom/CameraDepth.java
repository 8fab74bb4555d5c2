// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.phantom;

import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** The grey levels of the camera. */
public enum CameraDepth {
    /** 256 levels in an 8-bit image. */
    BITS_8("8"),
    /** 1,024 levels in a 16-bit image. */
    BITS_10("10"),
    /** 4,096 levels in a 16-bit image. */
    BITS_12("12"),
    /** 16,384 levels in a 16-bit image. */
    BITS_14("14"),
    /** 65,536 levels in a 16-bit image. */
    BITS_16("16"),
    /** Values in [0, 1], not rounded, in a 32-bit image. */
    FLOAT("32");

    private final String bits;

    CameraDepth(String bits) {
        this.bits = bits;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(depth -> depth.bits).toList();
    }

    /**
     * The depth of a number of bits.
     *
     * @throws IllegalArgumentException if there is none, listing the numbers
     */
    public static CameraDepth named(String bits) {
        return Choice.named("bits", bits, values(), depth -> depth.bits);
    }

    /** The value of the brightest pixel that the camera can tell. */
    double white() {
        return this == FLOAT ? 1 : (1 << Integer.parseInt(bits)) - 1;
    }

    /** The pixels of an image in [0, 1]. */
    ImageProcessor expose(float[] values, int width, int height) {
        if (this == FLOAT) return new FloatProcessor(width, height, values.clone());
        ImageProcessor levels =
                this == BITS_8
                        ? new ByteProcessor(width, height)
                        : new ShortProcessor(width, height);
        for (int i = 0; i < values.length; i++)
            levels.set(i, (int) Math.round(values[i] * white()));
        return levels;
    }
}
