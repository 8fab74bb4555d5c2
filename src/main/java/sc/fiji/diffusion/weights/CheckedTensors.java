// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which tensors of which files are known to hold finite values only, so that a model that is opened
 * again, or whose weights are read again for want of memory, is not looked through again. Usable
 * from any thread.
 */
final class CheckedTensors {

    private static final int MOST_FILES = 256;

    private static final Map<State, Set<String>> CHECKED =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<State, Set<String>> eldest) {
                    return size() > MOST_FILES;
                }
            };

    /** What tells that a file is still the same. */
    private record State(Path path, long bytes, long modified, String key) {}

    private CheckedTensors() {}

    /** Whether a tensor of the file as it is now has been checked. */
    static boolean contains(Path file, String tensor) {
        Optional<State> state = state(file);
        synchronized (CHECKED) {
            return state.map(CHECKED::get).filter(names -> names.contains(tensor)).isPresent();
        }
    }

    /** Remembers that a tensor has been checked. */
    static void add(Path file, String tensor) {
        Optional<State> state = state(file);
        synchronized (CHECKED) {
            state.ifPresent(s -> CHECKED.computeIfAbsent(s, n -> new HashSet<>()).add(tensor));
        }
    }

    private static Optional<State> state(Path file) {
        try {
            Path path = file.toAbsolutePath().normalize();
            var now = Files.readAttributes(path, BasicFileAttributes.class);
            long modified = now.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            return Optional.of(
                    new State(path, now.size(), modified, String.valueOf(now.fileKey())));
        } catch (IOException e) {
            return Optional.empty(); // it will be checked again
        }
    }
}
