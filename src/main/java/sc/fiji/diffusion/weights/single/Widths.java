// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint does not say because all published models have it alike. Smaller models, which
 * only tests have, get numbers in the same proportions.
 */
final class Widths {

    private static final int HEAD = 64;
    private static final int GROUPS = 32;

    private Widths() {}

    /** Groups of the group norms: 32, or so many that each has two channels. */
    static int normGroups(int firstChannels) {
        return firstChannels % GROUPS == 0 ? GROUPS : Math.max(1, firstChannels / 2);
    }

    /**
     * Attention heads at each resolution for heads of 64 channels: 5, 10, 20 and 20 in the
     * published models.
     */
    static List<Integer> heads(List<Integer> channels) {
        List<Integer> heads = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            int c = channels.get(i);
            boolean published = channels.get(0) % HEAD == 0;
            int small = Math.max(1, channels.get(0) / 8) << Math.min(i, 2);
            heads.add(published ? Math.max(1, c / HEAD) : small);
        }
        return heads;
    }

    /** Attention heads of a text encoder: one for each 64 channels. */
    static int textHeads(int width) {
        return width % HEAD == 0 ? width / HEAD : 4;
    }
}
