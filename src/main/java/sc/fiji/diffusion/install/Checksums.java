// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.diffusion.weights.Sha256;

/** The file {@value #FILE} of a folder, as {@code sha256sum} writes it. */
public final class Checksums {

    /** The name of the file. */
    public static final String FILE = "SHA256SUMS";

    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *](.+)");

    private Checksums() {}

    /**
     * Checks every file that the list of a folder names.
     *
     * @return what is wrong, a line each; empty if every file is as listed
     * @throws IOException if there is no list, or it cannot be read
     */
    public static List<String> check(Path folder) throws IOException {
        Path list = folder.resolve(FILE);
        if (!Files.isRegularFile(list)) {
            throw new IOException(folder + " has no " + FILE + " to check its files against");
        }
        List<String> wrong = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            if (!line.isBlank()) check(folder, line, wrong);
        }
        return wrong;
    }

    private static void check(Path folder, String line, List<String> wrong) throws IOException {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            wrong.add("cannot read the line \"" + line + "\" of " + FILE);
            return;
        }
        Path file = folder.resolve(parts.group(2)).normalize();
        if (!file.startsWith(folder.normalize())) {
            wrong.add(parts.group(2) + " is not inside the model's folder");
        } else if (!Files.isRegularFile(file)) {
            wrong.add(parts.group(2) + " is missing");
        } else if (!Sha256.of(file).equalsIgnoreCase(parts.group(1))) {
            wrong.add(parts.group(2) + " is not the file that was published: its hash differs");
        }
    }
}
