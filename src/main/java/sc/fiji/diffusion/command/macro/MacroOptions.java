// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.macro;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of a command in a macro: {@code key=value key=[a value with spaces]}, a value in
 * single quotes, or {@code key=&name} with the name of a variable of the macro. ImageJ looks for
 * each key anywhere in the text and takes what it does not find from the dialog; this reads from
 * left to right and refuses what it does not know, so that no word of a prompt is taken for a
 * setting and no misspelt key is passed over.
 *
 * <p>The last of the declared keys may hold brackets that do not balance: its value ends at the
 * first bracket after which only options follow.
 */
public final class MacroOptions {

    private static final UnaryOperator<String> NO_VARIABLES = name -> null;
    private static final Pattern VARIABLE = Pattern.compile("&(\\w+)");
    private static final Pattern PLAIN = Pattern.compile("[^\\s\\[\\]'\"&][^\\s\\[\\]'\"]*");

    private final OptionText text;
    private final List<String> keys;
    private final UnaryOperator<String> variables;
    private final Map<String, String> values = new LinkedHashMap<>();

    private MacroOptions(String text, List<String> keys, UnaryOperator<String> variables) {
        this.text = new OptionText(text);
        this.keys = keys;
        this.variables = variables;
    }

    /**
     * Reads options of a macro without variables, see {@link #parse(String, List, UnaryOperator)}.
     */
    public static Map<String, String> parse(String options, List<String> keys) {
        return parse(options, keys, NO_VARIABLES);
    }

    /**
     * Reads options.
     *
     * @param keys those that the command knows
     * @param variables the value of a variable of the macro; null if it has none of that name
     * @return the values of the keys that are there
     * @throws IllegalArgumentException naming the keys, if something else is there
     */
    public static Map<String, String> parse(
            String options, List<String> keys, UnaryOperator<String> variables) {
        return new MacroOptions(options, keys, variables).parse();
    }

    /** Writes options that {@link #parse} reads back, whatever the values hold. */
    public static String format(Map<String, String> values) {
        StringBuilder options = new StringBuilder();
        values.forEach(
                (key, value) -> {
                    if (!options.isEmpty()) options.append(' ');
                    options.append(key).append('=').append(enclosed(value));
                });
        return options.toString();
    }

    private static String enclosed(String value) {
        if (PLAIN.matcher(value).matches()) return value;
        String inBrackets = "[" + value + "]";
        boolean balanced = new OptionText(inBrackets).closingBracket(0) == value.length() + 1;
        return balanced ? inBrackets : "'" + value.replace("'", "''") + "'";
    }

    private Map<String, String> parse() {
        text.skipSpaces();
        while (!text.isAtEnd()) {
            String key = key();
            if (values.containsKey(key))
                throw new IllegalArgumentException(key + " is given twice");
            values.put(key, value(key));
            text.skipSpaces();
        }
        return values;
    }

    private String key() {
        String key = text.take(OptionText.KEY);
        if (key != null && keys.contains(key)) return key;
        throw new IllegalArgumentException(
                (key != null ? "unknown key \"" + key : "no key=value at \"" + text.nextWord())
                        + "\"; the keys are "
                        + String.join(", ", keys)
                        + "; a value with spaces needs square brackets, as in key=[two words]");
    }

    private String value(String key) {
        if (text.isAt('[')) return bracketed(key);
        String quoted = text.takeQuoted();
        return quoted != null ? quoted : plain(key, text.takeWord());
    }

    private String bracketed(String key) {
        boolean free = key.equals(keys.get(keys.size() - 1));
        int end = free ? text.closingBracketOfFreeText() : text.closingBracket();
        if (end < 0) {
            throw new IllegalArgumentException(
                    key + " has an opening bracket without a closing one: " + text.rest());
        }
        return text.takeEnclosed(end);
    }

    private String plain(String key, String word) {
        Matcher variable = VARIABLE.matcher(word);
        if (!variable.matches()) return word;
        String value = variables.apply(variable.group(1));
        if (value != null) return value;
        throw new IllegalArgumentException(
                String.format(
                        Locale.ROOT,
                        "%s=%s names a variable that the macro does not have; write %s=[%2$s] if"
                                + " this is the value itself",
                        key,
                        word,
                        key));
    }
}
