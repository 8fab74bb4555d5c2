// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** What a phantom shows. A new structure is one more line here and one more {@link Painter}. */
public enum Structure implements Attribute {
    /** Fluorescent cell nuclei: bright, rounded, textured. */
    NUCLEI(
            new NucleiPainter(),
            false,
            "fluorescent nuclei",
            "nuclei",
            "cell nuclei",
            "DAPI stained nuclei"),
    /** Cytoskeleton: long, thin, smoothly bent lines. */
    FILAMENTS(
            new FilamentPainter(),
            false,
            "actin filaments",
            "filaments",
            "microtubules",
            "cytoskeleton"),
    /** Rod-shaped bacteria: short straight capsules. */
    RODS(new RodPainter(), false, "rod-shaped bacteria", "bacteria rods", "bacteria", "rods"),
    /** Vesicles and other puncta at the resolution limit. */
    SPOTS(new SpotPainter(), false, "fluorescent spots", "spots", "vesicles", "puncta"),
    /** Outlines of cells in an epithelium. */
    MEMBRANES(
            new MembranePainter(),
            false,
            "cell membranes",
            "membranes",
            "cell outlines",
            "epithelial cell borders"),
    /** A stained tissue section in bright field: dark nuclei among fibres on a bright ground. */
    TISSUE(
            new TissuePainter(),
            true,
            "tissue section",
            "tissue",
            "histology",
            "bright-field tissue");

    private final Painter painter;
    private final boolean absorbing;
    private final List<String> phrases;

    Structure(Painter painter, boolean absorbing, String... phrases) {
        this.painter = painter;
        this.absorbing = absorbing;
        this.phrases = List.of(phrases);
    }

    @Override
    public List<String> phrases() {
        return phrases;
    }

    @Override
    public boolean ordinary() {
        return false;
    }

    /** Whether it is dark on a bright background, as in bright field, not bright on dark. */
    public boolean absorbing() {
        return absorbing;
    }

    Painter painter() {
        return painter;
    }
}
