// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    static final String SEPARATOR = ": ";

    /** Copies the settings and checks their keys. */
    public Provenance {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        for (String key : settings.keySet()) {
            if (!isKey(key)) {
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

    /** Reads every record that a text holds, in order, see {@link RecordText}. */
    public static List<Provenance> parse(String text) {
        return RecordText.of(text).records();
    }

    /**
     * The record of some lines.
     *
     * @param lines keys and values in order
     * @return empty if they do not say which share, software and task it is of
     */
    static Optional<Provenance> of(Map<String, String> lines) {
        Map<String, String> settings = new LinkedHashMap<>(lines);
        Optional<AiShare> share = AiShare.of(settings.remove(FIRST_KEY));
        settings.remove(SOURCE_TYPE_KEY);
        String software = settings.remove(SOFTWARE_KEY);
        String task = settings.remove(TASK_KEY);
        if (share.isEmpty() || software == null || task == null) return Optional.empty();
        return Optional.of(new Provenance(share.get(), software, task, settings));
    }

    /** Whether a text can be the name of a setting: a line of it and a value can be read back. */
    static boolean isKey(String text) {
        boolean broken = text.contains(":") || text.contains("\n") || text.contains("\r");
        return !broken && !text.isBlank();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(SEPARATOR).append(Escape.apply(value)).append('\n');
    }
}
