// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** Shot noise and read noise of the camera. */
public enum Noise implements Attribute {
    /** Captioned "noise-free". */
    CLEAN("noise-free", "clean", "no noise"),
    /** Captioned "low noise". */
    LOW("low noise", "little noise"),
    /** Captioned "noisy". */
    HIGH("noisy", "high noise", "grainy");

    private final List<String> phrases;

    Noise(String... phrases) {
        this.phrases = List.of(phrases);
    }

    @Override
    public List<String> phrases() {
        return phrases;
    }

    @Override
    public boolean ordinary() {
        return this == LOW;
    }

    /** One of three values, in the order of the constants. */
    double pick(double first, double second, double third) {
        return switch (this) {
            case CLEAN -> first;
            case LOW -> second;
            case HIGH -> third;
        };
    }
}
