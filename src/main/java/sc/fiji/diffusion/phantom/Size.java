// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** The scale of one object, in pixels, whatever the size of the field. */
public enum Size implements Attribute {
    /** Captioned "small". */
    SMALL("small", "tiny"),
    /** Captioned "medium size". */
    MEDIUM("medium size", "medium sized"),
    /** Captioned "large". */
    LARGE("large", "big");

    private final List<String> phrases;

    Size(String... phrases) {
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
            case SMALL -> first;
            case MEDIUM -> second;
            case LARGE -> third;
        };
    }
}
