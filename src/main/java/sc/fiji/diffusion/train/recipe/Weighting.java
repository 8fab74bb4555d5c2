// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.util.Arrays;
import java.util.List;

/** How much the error at each noise level counts. */
public enum Weighting {
    /** The smaller of SNR and 5 in the error of the sample (Hang et al. 2023): detail first. */
    MIN_SNR("min-SNR", 5),
    /** The same at every timestep, in what is predicted (Ho et al. 2020, eq. 14). */
    UNIFORM("uniform", 0);

    private final String label;
    private final double minSnrGamma;

    Weighting(String label, double minSnrGamma) {
        this.label = label;
        this.minSnrGamma = minSnrGamma;
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Weighting::label).toList();
    }

    /** The name that users see. */
    public String label() {
        return label;
    }

    /** Where the SNR is cut off; 0 for weights that are all the same. */
    public double minSnrGamma() {
        return minSnrGamma;
    }
}
