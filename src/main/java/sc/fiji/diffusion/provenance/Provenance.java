// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that was done to an image: enough to say it in a paper and to do it again. As text it
 * is one line {@code key: value} for each entry, beginning with {@value #FIRST_KEY}.
 *
 * <pre>{@code
 * String text = new Provenance(AiShare.WHOLLY, "Text to Image", Map.of("seed", "5")).toText();
 * Provenance again = Provenance.parse(text).get(0);
 * }</pre>
 *
 * @param share how much of the image a model made
 * @param software name and version of the program that did it
 * @param task the command
 * @param settings all keys with their values, in order; keys hold no colon and no line break
 */
public record Provenance(
        AiShare share, String software, String task, Map<String, String> settings) {

    static final String FIRST_KEY = "AI-generated";
    private static final String SOURCE_TYPE_KEY = "Digital source type";
    private static final String TASK_KEY = "Task";
    private static final String SOFTWARE_KEY = "Software";
    private static final String SEPARATOR = ": ";

    /** Copies the settings and checks their keys. */
    public Provenance {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        for (String key : settings.keySet()) {
            if (key.contains(":") || key.contains("\n") || key.isBlank()) {
                throw new IllegalArgumentException(
                        "a setting's name must hold no colon and no line break, was \""
                                + key
                                + "\"");
            }
        }
    }

    /** What this program does now. */
    public Provenance(AiShare share, String task, Map<String, String> settings) {
        this(share, Software.nameAndVersion(), task, settings);
    }

    /** The same with entries added after its own. */
    public Provenance with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return new Provenance(share, software, task, all);
    }

    /** One line for each entry, each ending with a line feed; line breaks in values are escaped. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, FIRST_KEY, share.text());
        if (!share.digitalSourceType().isEmpty()) {
            line(text, SOURCE_TYPE_KEY, share.digitalSourceType());
        }
        line(text, SOFTWARE_KEY, software);
        line(text, TASK_KEY, task);
        settings.forEach((key, value) -> line(text, key, value));
        return text.toString();
    }

    /**
     * Reads every record that a text holds, in order. Other lines before the first record are
     * skipped; a record ends at an empty line or where the next one begins.
     */
    public static List<Provenance> parse(String text) {
        List<Provenance> records = new ArrayList<>();
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            int end = line.indexOf(SEPARATOR);
            String key = end < 0 ? "" : line.substring(0, end);
            if (key.isEmpty() || key.equals(FIRST_KEY)) close(lines, records);
            if (key.equals(FIRST_KEY) || !lines.isEmpty() && !key.isEmpty()) {
                lines.put(key, unescape(line.substring(end + SEPARATOR.length())));
            }
        }
        close(lines, records);
        return records;
    }

    private static void close(Map<String, String> lines, List<Provenance> records) {
        if (lines.isEmpty()) return;
        AiShare share = AiShare.of(lines.remove(FIRST_KEY));
        lines.remove(SOURCE_TYPE_KEY);
        String software = orEmpty(lines.remove(SOFTWARE_KEY));
        String task = orEmpty(lines.remove(TASK_KEY));
        records.add(new Provenance(share, software, task, lines));
        lines.clear();
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(SEPARATOR).append(escape(value)).append('\n');
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\' || i + 1 == value.length()) {
                plain.append(c);
                continue;
            }
            char escaped = value.charAt(++i);
            plain.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return plain.toString();
    }
}
