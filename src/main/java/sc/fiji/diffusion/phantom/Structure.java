// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** What a phantom shows. A new structure is one more line here and one more {@link Painter}. */
public enum Structure implements Attribute {
    /** Fluorescent cell nuclei: bright, rounded, textured. */
    NUCLEI(
            new NucleiPainter(),
            Modality.FLUORESCENCE,
            "fluorescent nuclei",
            "nuclei",
            "cell nuclei",
            "DAPI stained nuclei"),
    /** Cytoskeleton: long, thin, smoothly bent lines. */
    FILAMENTS(
            new FilamentPainter(),
            Modality.FLUORESCENCE,
            "actin filaments",
            "filaments",
            "microtubules",
            "cytoskeleton"),
    /** Rod-shaped bacteria: short straight capsules. */
    RODS(
            new RodPainter(),
            Modality.FLUORESCENCE,
            "rod-shaped bacteria",
            "bacteria rods",
            "bacteria",
            "rods"),
    /** Vesicles and other puncta at the resolution limit. */
    SPOTS(
            new SpotPainter(),
            Modality.FLUORESCENCE,
            "fluorescent spots",
            "spots",
            "vesicles",
            "puncta"),
    /** Outlines of cells in an epithelium. */
    MEMBRANES(
            new MembranePainter(),
            Modality.FLUORESCENCE,
            "cell membranes",
            "membranes",
            "cell outlines",
            "epithelial cell borders"),
    /** A stained tissue section in bright field: dark nuclei among fibres on a bright ground. */
    TISSUE(
            new TissuePainter(),
            Modality.BRIGHT_FIELD,
            "tissue section",
            "tissue",
            "histology",
            "bright-field tissue"),
    /** Mitochondria: winding, branching tubules. */
    MITOCHONDRIA(
            new MitochondriaPainter(),
            Modality.FLUORESCENCE,
            "mitochondria",
            "mitochondrial network",
            "mitochondrial tubules"),
    /** Budding yeast in phase contrast: dark round cells in bright halos. */
    YEAST(
            new YeastPainter(),
            Modality.PHASE_CONTRAST,
            "budding yeast",
            "yeast",
            "yeast cells",
            "phase contrast yeast"),
    /** Crystals between crossed polarisers: straight, pointed, faceted. */
    CRYSTALS(new CrystalPainter(), Modality.FLUORESCENCE, "crystals", "crystal needles", "needles"),
    /** Blood vessels: trees whose branches become thinner at each fork. */
    VESSELS(
            new VesselPainter(),
            Modality.FLUORESCENCE,
            "blood vessels",
            "vessels",
            "vasculature",
            "vascular tree");

    private final Painter painter;
    private final Modality modality;
    private final List<String> phrases;

    Structure(Painter painter, Modality modality, String... phrases) {
        this.painter = painter;
        this.modality = modality;
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

    /** How its objects become light. */
    public Modality modality() {
        return modality;
    }

    /**
     * Whether it and another structure can be seen in one picture: two different ones that glow.
     */
    public boolean mixesWith(Structure other) {
        return this != other
                && modality == Modality.FLUORESCENCE
                && other.modality == Modality.FLUORESCENCE;
    }

    Painter painter() {
        return painter;
    }
}
