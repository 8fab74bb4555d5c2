// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** The difference between foreground and background. */
public enum Contrast implements Attribute {
    /** Captioned "low contrast". */
    LOW("low contrast", "faint", "dim"),
    /** Captioned "medium contrast". */
    MEDIUM("medium contrast", "moderate contrast"),
    /** Captioned "high contrast". */
    HIGH("high contrast", "strong contrast", "bright");

    private final List<String> phrases;

    Contrast(String... phrases) {
        this.phrases = List.of(phrases);
    }

    @Override
    public List<String> phrases() {
        return phrases;
    }

    @Override
    public boolean ordinary() {
        return this == MEDIUM;
    }

    /** One of three values, in the order of the constants. */
    double pick(double first, double second, double third) {
        return switch (this) {
            case LOW -> first;
            case MEDIUM -> second;
            case HIGH -> third;
        };
    }
}
