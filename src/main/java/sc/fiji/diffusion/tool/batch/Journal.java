// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A text file in the output folder that tells what is finished: lines for the settings of the job
 * and for its seed, then one for each finished file with its name, the SHA-256 of its content, and
 * the name of the result, separated by tabs. Lines are only ever added; one that was cut off does
 * not count.
 */
final class Journal {

    /** The name of the file. */
    static final String NAME = "inpaint-folder.journal";

    private static final String SETTINGS = "settings";
    private static final String SEED = "seed";
    private static final String DONE = "done";

    private final Path file;
    private final Map<String, Entry> done = new HashMap<>();

    /**
     * A finished file.
     *
     * @param sha256 of the content it had, with that of its file of regions
     * @param result name of the result's file
     */
    record Entry(String sha256, String result) {}

    private Journal(Path file) {
        this.file = file;
    }

    /**
     * Opens the journal of a folder, or begins one.
     *
     * @param settings of the job, without line breaks
     * @param seed of the job, which the settings hold too
     * @throws IllegalArgumentException if the folder holds results of a job with other settings
     */
    static Journal open(Path folder, String settings, long seed) throws IOException {
        Journal journal = new Journal(folder.resolve(NAME));
        String text = Files.exists(journal.file) ? Files.readString(journal.file) : "";
        String whole = whole(text);
        if (whole.length() < text.length()) Files.writeString(journal.file, whole);
        if (whole.isEmpty()) {
            journal.append(SETTINGS, settings);
            journal.append(SEED, Long.toString(seed));
        }
        for (String line : whole.lines().toList()) journal.read(line.split("\t", -1), settings);
        return journal;
    }

    /** The lines that are complete. */
    private static String whole(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** The seed of the job whose results a folder holds, if it holds any. */
    static OptionalLong seedOf(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) return OptionalLong.empty();
        return whole(Files.readString(file))
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2 && fields[0].equals(SEED))
                .mapToLong(fields -> Long.parseLong(fields[1]))
                .findFirst();
    }

    private void read(String[] fields, String settings) {
        if (fields[0].equals(SETTINGS) && !fields[1].equals(settings)) {
            throw new IllegalArgumentException(
                    "the folder "
                            + file.getParent()
                            + " holds results of a job with other settings ("
                            + fields[1]
                            + "; now "
                            + settings
                            + "); choose another folder, or the settings of that job to go on");
        }
        if (fields[0].equals(DONE) && fields.length == 4) {
            done.put(fields[1], new Entry(fields[2], fields[3]));
        }
    }

    /** The entry of a finished file whose result is still there. */
    Optional<Entry> find(String name) {
        return Optional.ofNullable(done.get(name))
                .filter(entry -> Files.isRegularFile(file.resolveSibling(entry.result())));
    }

    /** Notes that a file is finished. */
    void finished(String name, Entry entry) throws IOException {
        done.put(name, entry);
        append(DONE, name, entry.sha256(), entry.result());
    }

    private void append(String... fields) throws IOException {
        Files.writeString(
                file,
                String.join("\t", fields) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
