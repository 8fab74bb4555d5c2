// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.util.Map;

/**
 * An adapter that is to be learned.
 *
 * @param model that it is for, a name or a path
 * @param rank of the products that it adds, 1 to 1024; 4 to 32 are usual
 * @param parts the networks that it changes
 */
public record AdapterSettings(String model, int rank, AdaptedParts parts) {

    /** Checks the rank. */
    public AdapterSettings {
        if (rank < 1 || rank > 1024) {
            throw new IllegalArgumentException("rank must be between 1 and 1024, was " + rank);
        }
    }

    void describe(Map<String, String> settings) {
        settings.put("model", model);
        settings.put("rank", Integer.toString(rank));
        settings.put("parts", parts.label());
    }
}
