// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that may have been meant, by edit distance (Levenshtein 1966). */
final class NearNames {

    private static final int MOST = 3;

    private NearNames() {}

    /** Up to three names that differ from {@code name} by a quarter of its characters at most. */
    static List<String> of(String name, Collection<String> names) {
        record Candidate(String name, int distance) {}
        return names.stream()
                .map(other -> new Candidate(other, distance(name, other)))
                .filter(c -> c.distance <= Math.max(1, name.length() / 4))
                .sorted(Comparator.comparingInt(Candidate::distance))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) previous[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
