// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names of layers, and beginnings of names, with what stands for them in the other layout. */
final class Renaming {

    private final Map<String, String> prefixes = new HashMap<>();

    /** Both without the dot that follows. */
    Renaming add(String from, String to) {
        prefixes.put(from, to);
        return this;
    }

    /** The new name; empty if no beginning of the name is known. The longest one counts. */
    Optional<String> apply(String name) {
        for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
            String to = prefixes.get(name.substring(0, end));
            if (to != null) return Optional.of(to + name.substring(end));
        }
        return Optional.empty();
    }
}
