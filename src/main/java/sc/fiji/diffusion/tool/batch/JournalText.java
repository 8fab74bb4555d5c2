// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a journal says: a line for the settings of the job, one for its seed, then one for each
 * finished file. A line that was cut off at the end does not count; any other that is not as it was
 * written makes the journal a damaged one.
 *
 * @param settings of the job, if their line is there
 * @param seed of the job, if its line is there
 * @param done the finished files by their names
 * @param size the bytes of the lines that count
 */
record JournalText(
        Optional<String> settings, OptionalLong seed, Map<String, Journal.Entry> done, long size) {

    private static final String SETTINGS = "settings";
    private static final String SEED = "seed";
    private static final String DONE = "done";

    private static final String CODES = "\\tnr";
    private static final String CODED = "\\\t\n\r";

    private static final JournalText NONE =
            new JournalText(Optional.empty(), OptionalLong.empty(), Map.of(), 0);

    /** Many times the journal of a million files. */
    private static final long LARGEST = 1 << 29;

    /** Whether both lines are there that say which job it is of. */
    boolean hasHeader() {
        return settings.isPresent() && seed.isPresent();
    }

    /** The lines with which a journal begins. */
    static String header(String settings, long seed) {
        return line(SETTINGS, settings) + line(SEED, Long.toString(seed));
    }

    /** The line for a finished file. */
    static String finished(String name, Journal.Entry entry) {
        return line(DONE, escape(name), entry.sha256(), escape(entry.result()));
    }

    private static String line(String... fields) {
        return String.join("\t", fields) + "\n";
    }

    /** Names may hold what divides fields and lines. */
    private static String escape(String name) {
        return name.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescape(String field) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            boolean last = i + 1 == field.length();
            int code = field.charAt(i) == '\\' && !last ? CODES.indexOf(field.charAt(i + 1)) : -1;
            name.append(code < 0 ? field.charAt(i) : CODED.charAt(code));
            if (code >= 0) i++;
        }
        return name.toString();
    }

    /**
     * Reads a journal.
     *
     * @return one that says nothing if the file is not there
     * @throws IOException if it is damaged, naming it and the way out
     */
    static JournalText read(Path file) throws IOException {
        if (!Files.exists(file)) return NONE;
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            throw new IOException(file + " is no journal of a folder; choose another folder");
        }
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') end--;
        Reader reader = new Reader(file);
        int from = 0;
        for (int i = 0; i < end; i++) {
            if (bytes[i] != '\n') continue;
            reader.read(Arrays.copyOfRange(bytes, from, i));
            from = i + 1;
        }
        reader.readRest(Arrays.copyOfRange(bytes, end, bytes.length));
        return new JournalText(reader.settings, reader.seed, Map.copyOf(reader.done), end);
    }

    private static final class Reader {

        private final Path file;
        private final Map<String, Journal.Entry> done = new HashMap<>();
        private Optional<String> settings = Optional.empty();
        private OptionalLong seed = OptionalLong.empty();
        private int line;

        Reader(Path file) {
            this.file = file;
        }

        void read(byte[] bytes) throws IOException {
            line++;
            try {
                String text =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString();
                read(List.of(text.split("\t", -1)));
            } catch (CharacterCodingException | IllegalArgumentException e) {
                throw damaged(new String(bytes, StandardCharsets.UTF_8), e);
            }
        }

        private void read(List<String> fields) {
            require(fields.get(0).equals(expected()));
            require(fields.size() == (line > 2 ? 4 : 2));
            if (line == 1) settings = Optional.of(fields.get(1));
            else if (line == 2) seed = OptionalLong.of(Long.parseLong(fields.get(1)));
            else readDone(unescape(fields.get(1)), fields.get(2), unescape(fields.get(3)));
        }

        private void readDone(String name, String sha256, String result) {
            require(sha256.matches("[0-9a-f]{64}"));
            require(Path.of(result).getNameCount() == 1 && !Path.of(result).isAbsolute());
            require(!result.isEmpty() && !result.startsWith(".."));
            done.put(name, new Journal.Entry(sha256, result));
        }

        /** What follows the last whole line must be the beginning of another one. */
        void readRest(byte[] rest) throws IOException {
            line++;
            byte[] word = (expected() + "\t").getBytes(StandardCharsets.UTF_8);
            int length = Math.min(word.length, rest.length);
            if (Arrays.equals(word, 0, length, rest, 0, length)) return;
            throw damaged(new String(rest, StandardCharsets.UTF_8), null);
        }

        private String expected() {
            return line == 1 ? SETTINGS : line == 2 ? SEED : DONE;
        }

        private static void require(boolean right) {
            if (!right) throw new IllegalArgumentException("not a line of a journal");
        }

        private IOException damaged(String text, Exception cause) {
            String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
            return new IOException(
                    "the journal "
                            + file
                            + " is damaged: its line "
                            + line
                            + " is \""
                            + shown.replaceAll("\\p{Cntrl}", "?")
                            + "\"; delete it and do the same again with the seed of the job, which"
                            + " Show Record tells of any result: what is finished is known again",
                    cause);
        }
    }
}
