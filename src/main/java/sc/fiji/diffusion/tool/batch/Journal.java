// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sc.fiji.diffusion.files.FileProblem;

/**
 * A text file in the output folder that tells what is finished: lines for the settings of the job
 * and for its seed, then one for each finished file with its name, the SHA-256 of its content, and
 * the name of the result, separated by tabs. Lines are only ever added, and forced to the disk.
 */
final class Journal {

    /** The name of the file. */
    static final String NAME = "inpaint-folder.journal";

    private final Path file;
    private final Disk disk;
    private final Map<String, Entry> done;
    private long size;

    /**
     * A finished file.
     *
     * @param sha256 of the content it had, with that of its file of regions
     * @param result name of the result's file
     */
    record Entry(String sha256, String result) {}

    private Journal(Path file, Disk disk, JournalText text) {
        this.file = file;
        this.disk = disk;
        this.done = new HashMap<>(text.done());
        this.size = text.size();
    }

    /**
     * Opens the journal of a folder, or begins one.
     *
     * @param settings of the job, without line breaks
     * @param seed of the job, which the settings hold too
     * @throws IllegalArgumentException if the folder holds results of a job with other settings
     * @throws IOException if it is damaged, or cannot be written
     */
    static Journal open(Path folder, String settings, long seed, Disk disk) throws IOException {
        Path file = folder.resolve(NAME);
        JournalText text = JournalText.read(file);
        Journal journal = new Journal(file, disk, text);
        if (text.hasHeader()) {
            journal.requireSame(text.settings().orElseThrow(), storable(settings));
        } else {
            journal.size = 0; // nothing is finished, or its line was cut off with those before
            journal.append(JournalText.header(settings, seed));
        }
        return journal;
    }

    /** A text as it is read again: half of a surrogate pair cannot be written. */
    private static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Whether a folder has a journal, if only the beginning of one. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** The seed of the job whose results a folder holds, if its journal tells it. */
    static OptionalLong seedOf(Path folder) throws IOException {
        return JournalText.read(folder.resolve(NAME)).seed();
    }

    private void requireSame(String before, String now) {
        if (before.equals(now)) return;
        throw new IllegalArgumentException(
                "the folder "
                        + file.getParent()
                        + " holds results of a job with other settings ("
                        + before
                        + "; now "
                        + now
                        + "); choose another folder, or the settings of that job to go on");
    }

    /** The entry of a finished file whose result is still there. */
    Optional<Entry> find(String name) {
        return Optional.ofNullable(done.get(storable(name)))
                .filter(entry -> Files.isRegularFile(file.resolveSibling(entry.result())));
    }

    /** Notes that a file is finished. */
    void finished(String name, Entry entry) throws IOException {
        append(JournalText.finished(name, entry));
        done.put(storable(name), entry);
    }

    private void append(String lines) throws IOException {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        try {
            disk.append(file, size, bytes);
        } catch (IOException e) {
            if (size == 0) disk.delete(file);
            throw new StoppedJobException(FileProblem.notWritten(file, e).getMessage());
        }
        size += bytes.length;
    }
}
