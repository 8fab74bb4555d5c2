// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a command in a macro, {@code key=value key=[a value with spaces]}. ImageJ looks
 * for each key anywhere in the text and takes what it does not find from the dialog; this reads
 * from left to right and refuses what it does not know, so that no word of a prompt is taken for a
 * setting and no misspelt key is passed over.
 *
 * <p>The last of the declared keys may hold anything when it also stands last: if its brackets do
 * not balance, its value ends at the last bracket of all.
 */
final class MacroOptions {

    private final String text;
    private final List<String> keys;
    private final Map<String, String> values;
    private int at;

    private MacroOptions(String text, List<String> keys, Map<String, String> values) {
        this.text = text.stripTrailing();
        this.keys = keys;
        this.values = values;
    }

    /**
     * Reads options.
     *
     * @param keys those that the command knows
     * @return the values of the keys that are there
     * @throws IllegalArgumentException naming the keys, if something else is there
     */
    static Map<String, String> parse(String options, List<String> keys) {
        return new MacroOptions(options, keys, new LinkedHashMap<>()).parse();
    }

    /**
     * Writes options that {@link #parse} reads back.
     *
     * @param values the values; the last key stands last
     * @throws IllegalArgumentException if the brackets of another value do not balance
     */
    static String format(Map<String, String> values, String lastKey) {
        StringBuilder options = new StringBuilder();
        values.forEach(
                (key, value) -> {
                    if (!key.equals(lastKey)
                            && balancedEnd("[" + value + "]", 0) != value.length() + 1) {
                        throw new IllegalArgumentException(
                                key
                                        + " cannot be recorded, since its brackets do not balance: \""
                                        + value
                                        + "\"");
                    }
                    if (!options.isEmpty()) options.append(' ');
                    options.append(key).append('=').append(quote(value));
                });
        return options.toString();
    }

    private static String quote(String value) {
        boolean plain = value.matches("[^\\s\\[\\]'\"]+");
        return plain ? value : "[" + value + "]";
    }

    private Map<String, String> parse() {
        skipSpaces();
        while (at < text.length()) {
            String key = key();
            if (values.containsKey(key))
                throw new IllegalArgumentException(key + " is given twice");
            values.put(key, "");
            values.put(key, value(key));
            skipSpaces();
        }
        return values;
    }

    private String key() {
        int end = at;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) end++;
        String key = text.substring(at, end);
        boolean assigned = end < text.length() && text.charAt(end) == '=';
        if (!assigned || !keys.contains(key)) {
            String found = text.substring(at).split("\\s", 2)[0];
            throw new IllegalArgumentException(
                    (assigned ? "unknown key \"" + key : "no key=value at \"" + found)
                            + "\"; the keys are "
                            + String.join(", ", keys)
                            + "; a value with spaces needs square brackets, as in key=[two words]");
        }
        at = end + 1;
        return key;
    }

    private String value(String key) {
        if (at < text.length() && text.charAt(at) == '[') return bracketed(key);
        int quote = at < text.length() && text.charAt(at) == '\'' ? text.indexOf('\'', at + 1) : -1;
        int end = quote;
        if (quote < 0) {
            end = at;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) end++;
        }
        String value = text.substring(quote < 0 ? at : at + 1, end);
        at = quote < 0 ? end : end + 1;
        return value;
    }

    private String bracketed(String key) {
        int end = balancedEnd(text, at);
        boolean free = key.equals(keys.get(keys.size() - 1));
        if (free && (end < 0 || !isOptions(end + 1))) end = text.lastIndexOf(']');
        if (end <= at) {
            throw new IllegalArgumentException(
                    key + " has an opening bracket without a closing one: " + text.substring(at));
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    /** Whether everything from a position on is options that are not there already. */
    private boolean isOptions(int from) {
        if (from < text.length() && !Character.isWhitespace(text.charAt(from))) return false;
        try {
            new MacroOptions(text.substring(from), keys, new LinkedHashMap<>(values)).parse();
            return true;
        } catch (IllegalArgumentException e) {
            return false; // the question was whether it can be read, and it cannot
        }
    }

    /** The bracket that closes the one at a position, or -1. */
    private static int balancedEnd(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '[') depth++;
            else if (text.charAt(i) == ']' && --depth == 0) return i;
        }
        return -1;
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }
}
