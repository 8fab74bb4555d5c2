// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A text that holds records among lines of other origin, as the Info of an image does. What cannot
 * be read as a record is ordinary text. Whatever is done to a record, every character outside of it
 * stays.
 *
 * <p>A record begins with the line {@value Provenance#FIRST_KEY} and ends before the first line
 * that is no {@code key: value}, or before the next one that begins with that key. Lines end as
 * they do on any system: by a line feed, a carriage return, or both.
 */
public final class RecordText {

    private static final String SEPARATOR = Provenance.SEPARATOR;

    /** A record, and where its lines begin and end in the text. */
    private record Span(int start, int end, Provenance record) {}

    private final String text;
    private final List<Span> spans = new ArrayList<>();
    private final Map<String, String> lines = new LinkedHashMap<>();
    private int begin;

    private RecordText(String text) {
        this.text = text;
    }

    /** Reads a text; any text is one. */
    public static RecordText of(String text) {
        RecordText read = new RecordText(text);
        for (int start = 0; start < text.length(); ) {
            int end = lineEnd(text, start);
            int next = next(text, end);
            read.add(text.substring(start, end), start, next);
            start = next;
        }
        read.close(text.length());
        return read;
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') end++;
        return end;
    }

    /** Where the line after one begins that ends here. */
    private static int next(String text, int end) {
        return text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length());
    }

    private void add(String line, int start, int next) {
        int at = line.indexOf(SEPARATOR);
        String key = at < 0 ? "" : line.substring(0, at);
        boolean first = key.equals(Provenance.FIRST_KEY);
        boolean entry = Provenance.isKey(key);
        if (first || !entry) close(start);
        if (first) begin = start;
        if (first || entry && !lines.isEmpty()) {
            lines.put(key, Escape.undo(line.substring(at + SEPARATOR.length())));
        }
    }

    private void close(int end) {
        if (lines.isEmpty()) return;
        Provenance.of(lines).ifPresent(record -> spans.add(new Span(begin, end, record)));
        lines.clear();
    }

    /** The records in their order. */
    public List<Provenance> records() {
        return spans.stream().map(Span::record).toList();
    }

    /** The text with a record above all that it holds. */
    public String with(Provenance record) {
        return record.toText() + (text.isEmpty() ? "" : "\n") + text;
    }

    /**
     * The text with another record in the place of its first one, which is the last thing that was
     * done; the line ends are those of that place.
     *
     * @return empty if there is no record
     */
    public Optional<String> withFirst(Provenance record) {
        if (spans.isEmpty()) return Optional.empty();
        Span place = spans.get(0);
        int end = lineEnd(text, place.start());
        String lineEnd = text.substring(end, next(text, end));
        String lines = record.toText().replace("\n", lineEnd);
        char last = text.charAt(place.end() - 1);
        boolean ended = last == '\n' || last == '\r';
        if (!ended) lines = lines.substring(0, lines.length() - lineEnd.length());
        return Optional.of(text.substring(0, place.start()) + lines + text.substring(place.end()));
    }
}
