// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import java.util.Arrays;
import java.util.List;

/** The pixel type that a user asks a result to have. */
public enum OutputType {
    /** The type and the display range of the input; 8-bit or RGB where there is none. */
    SAME("same as input"),
    /** RGB. */
    RGB("RGB"),
    /** 8-bit, 0 to 255. */
    GRAY8("8-bit"),
    /** 16-bit, 0 to 65535. */
    GRAY16("16-bit"),
    /** The model's own values in [0, 1], one channel per model channel. */
    GRAY32("32-bit");

    private final String label;

    OutputType(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(OutputType::label).toList();
    }

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static OutputType named(String name) {
        return Choice.named("output", name, values(), OutputType::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }

    /**
     * How a result is made, given the input.
     *
     * @param kind the kind of the input's pixels
     * @param range the input's display range
     */
    public PixelFormat format(PixelKind kind, ValueRange range) {
        return switch (this) {
            case SAME -> new PixelFormat(kind, range, false);
            case RGB -> new PixelFormat(PixelKind.RGB, ValueRange.BYTE, false);
            case GRAY8 -> new PixelFormat(PixelKind.GRAY8, ValueRange.BYTE, false);
            case GRAY16 -> new PixelFormat(PixelKind.GRAY16, ValueRange.SHORT, false);
            case GRAY32 -> new PixelFormat(PixelKind.GRAY32, ValueRange.UNIT, true);
        };
    }
}
