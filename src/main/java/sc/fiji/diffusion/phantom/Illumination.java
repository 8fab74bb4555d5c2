// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** How evenly the field is lit. */
public enum Illumination implements Attribute {
    /** Captioned "even illumination", which is seldom said. */
    EVEN("even illumination", "evenly lit"),
    /** Captioned "uneven illumination". */
    UNEVEN("uneven illumination", "vignetting", "shading");

    private final List<String> phrases;

    Illumination(String... phrases) {
        this.phrases = List.of(phrases);
    }

    @Override
    public List<String> phrases() {
        return phrases;
    }

    @Override
    public boolean ordinary() {
        return this == EVEN;
    }
}
