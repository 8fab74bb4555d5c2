// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import java.util.Arrays;
import java.util.Optional;

/** How much of an image a generative model made. */
public enum AiShare {
    /** Every pixel. */
    WHOLLY("wholly", "trainedAlgorithmicMedia"),
    /** The pixels of a selection. */
    PARTLY("partly, only inside the selection", "compositeWithTrainedAlgorithmicMedia"),
    /** None. */
    NOT("no", "");

    /** Where IPTC keeps its vocabulary of digital source types. */
    private static final String IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    private final String text;
    private final String iptcTerm;

    AiShare(String text, String iptcTerm) {
        this.text = text;
        this.iptcTerm = iptcTerm;
    }

    /** The share in words. */
    public String text() {
        return text;
    }

    /** IPTC's URI for media of this kind; empty for {@link #NOT}. */
    public String digitalSourceType() {
        return iptcTerm.isEmpty() ? "" : IPTC + iptcTerm;
    }

    /** The share that a text names; empty if it is none of {@link #text()}. */
    static Optional<AiShare> of(String text) {
        return Arrays.stream(values()).filter(share -> share.text.equals(text)).findFirst();
    }
}
