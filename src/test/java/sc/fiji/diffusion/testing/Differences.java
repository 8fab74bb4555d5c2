// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The largest difference from the reference in each group of cases. When the tests end, the table
 * is written to {@value #FILE}.
 */
public final class Differences {

    private static final String FILE = "target/reference-differences.md";
    private static final Map<String, Group> GROUPS = new TreeMap<>();

    /** What a group came to. */
    private record Group(double largest, int values) {

        Group with(double difference) {
            return new Group(Math.max(largest, difference), values + 1);
        }

        String row(String name) {
            return String.format(Locale.ROOT, "| %s | %.1e | %d |%n", name, largest, values);
        }
    }

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Differences::write));
    }

    private Differences() {}

    /**
     * Notes a difference.
     *
     * @param group such as {@code "U-Net, tiny-sd1"}
     * @return the difference
     */
    public static synchronized double note(String group, double difference) {
        GROUPS.merge(group, new Group(difference, 1), (old, one) -> old.with(difference));
        return difference;
    }

    private static synchronized void write() {
        String rows =
                GROUPS.entrySet().stream()
                        .map(e -> e.getValue().row(e.getKey()))
                        .collect(Collectors.joining());
        String folder = System.getProperty(Reference.FOLDER_PROPERTY, "src/test/resources");
        String head = "Reference: %s%n%n| group | largest difference | compared |%n|---|---|---|%n";
        try {
            Files.writeString(Path.of(FILE), head.formatted(folder) + rows);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + FILE, e);
        }
    }
}
