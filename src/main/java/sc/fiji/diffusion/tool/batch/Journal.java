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

/**
 * A text file in the output folder that tells what is finished: a line for the settings of the job,
 * then one for each finished file with its name, the SHA-256 of its content, and the name of the
 * result, separated by tabs. Lines are only ever added; one that was cut off does not count.
 */
final class Journal {

    /** The name of the file. */
    static final String NAME = "inpaint-folder.journal";

    private static final String SETTINGS = "settings";
    private static final String DONE = "done";

    private final Path file;
    private final Map<String, Entry> done = new HashMap<>();

    /**
     * A finished file.
     *
     * @param sha256 of the content it had
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
     * @throws IllegalArgumentException if the folder holds results of a job with other settings
     */
    static Journal open(Path folder, String settings) throws IOException {
        Journal journal = new Journal(folder.resolve(NAME));
        String text = Files.exists(journal.file) ? Files.readString(journal.file) : "";
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.length() < text.length()) Files.writeString(journal.file, whole);
        if (whole.isEmpty()) journal.append(SETTINGS, settings);
        for (String line : whole.lines().toList()) journal.read(line.split("\t", -1), settings);
        return journal;
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
