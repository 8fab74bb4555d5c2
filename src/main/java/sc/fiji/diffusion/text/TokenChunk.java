// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

/**
 * A stretch of a prompt of the length that a text encoder takes.
 *
 * @param ids start, tokens, end, padding
 * @param weights the weight of each id; 1 for start, end and padding
 * @param text the words of it
 */
public record TokenChunk(int[] ids, double[] weights, String text) {

    /** Whether all ids have weight 1. */
    public boolean plain() {
        for (double weight : weights) {
            if (weight != 1) return false;
        }
        return true;
    }
}
