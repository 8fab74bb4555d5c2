// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** How much of the field the structures cover. */
public enum Density implements Attribute {
    /** Captioned "sparse". */
    SPARSE("sparse", "scattered", "few"),
    /** Captioned "medium density". */
    MEDIUM("medium density", "moderate density"),
    /** Captioned "dense". */
    DENSE("dense", "crowded", "many");

    private final List<String> phrases;

    Density(String... phrases) {
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
            case SPARSE -> first;
            case MEDIUM -> second;
            case DENSE -> third;
        };
    }
}
