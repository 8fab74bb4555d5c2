// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** The width of the point spread function. */
public enum Blur implements Attribute {
    /** Captioned "sharp focus". */
    SHARP("sharp focus", "sharp", "in focus"),
    /** Captioned "slightly blurred". */
    SLIGHT("slightly blurred", "slight blur", "soft focus"),
    /** Captioned "out of focus". */
    STRONG("out of focus", "blurred", "blurry", "defocused");

    private final List<String> phrases;

    Blur(String... phrases) {
        this.phrases = List.of(phrases);
    }

    @Override
    public List<String> phrases() {
        return phrases;
    }

    @Override
    public boolean ordinary() {
        return this == SLIGHT;
    }

    /** One of three values, in the order of the constants. */
    double pick(double first, double second, double third) {
        return switch (this) {
            case SHARP -> first;
            case SLIGHT -> second;
            case STRONG -> third;
        };
    }
}
