// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.macro;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a macro's options, read from left to right; knows brackets, quotes and words. */
final class OptionText {

    /** A key with its sign of equality. */
    static final Pattern KEY = Pattern.compile("(\\w+)=");

    private static final char QUOTE = '\'';
    private static final Pattern ENDS_WITH_KEY = Pattern.compile("\\s\\w+=$");

    private final String text;
    private int at;

    OptionText(String text) {
        this.text = text.stripTrailing();
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    boolean isAt(char c) {
        return !isAtEnd() && text.charAt(at) == c;
    }

    /** What has not been read. */
    String rest() {
        return text.substring(at);
    }

    /** What has not been read, up to the first space. */
    String nextWord() {
        return rest().split("\\s", 2)[0];
    }

    void skipSpaces() {
        while (!isAtEnd() && Character.isWhitespace(text.charAt(at))) at++;
    }

    /** Reads what a pattern describes, if it is here; its first group, or null. */
    String take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) return null;
        at = matcher.end();
        return matcher.group(1);
    }

    /** Reads up to the first space; may be empty. */
    String takeWord() {
        String word = nextWord();
        at += word.length();
        return word;
    }

    /**
     * Reads a value in single quotes, in which two of them stand for one; null if none is here. An
     * apostrophe without a partner begins a word.
     */
    String takeQuoted() {
        if (!isAt(QUOTE)) return null;
        int end = at + 1;
        while (end < text.length()) {
            boolean quote = text.charAt(end) == QUOTE;
            boolean twice = quote && end + 1 < text.length() && text.charAt(end + 1) == QUOTE;
            if (quote && !twice) return takeEnclosed(end).replace("''", "'");
            end += twice ? 2 : 1;
        }
        return null;
    }

    /** Reads what stands between the character here and the one at a position. */
    String takeEnclosed(int end) {
        String enclosed = text.substring(at + 1, end);
        at = end + 1;
        return enclosed;
    }

    /** The bracket that closes the one here, or -1. */
    int closingBracket() {
        return closingBracket(at);
    }

    /** The bracket that closes the one at a position, or -1. */
    int closingBracket(int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '[') depth++;
            else if (text.charAt(i) == ']' && --depth == 0) return i;
        }
        return -1;
    }

    /**
     * The bracket that closes the one here, if what they enclose may hold others that do not
     * balance: the first after which only options follow, from the one that balances it on; -1 if
     * that ends another option.
     */
    int closingBracketOfFreeText() {
        int balanced = closingBracket();
        int end = text.indexOf(']', balanced < 0 ? at : balanced);
        while (end >= 0 && !areOptions(end + 1) && text.indexOf(']', end + 1) >= 0) {
            end = text.indexOf(']', end + 1);
        }
        int opening = balanced < 0 ? openingBracket(end) : at;
        boolean ofOther = opening > at && ENDS_WITH_KEY.matcher(text.substring(at, opening)).find();
        return ofOther ? -1 : end;
    }

    private int openingBracket(int close) {
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            if (text.charAt(i) == ']') depth++;
            else if (text.charAt(i) == '[' && --depth == 0) return i;
        }
        return -1;
    }

    /** Whether everything from a position on is made like options, whatever their keys are. */
    private boolean areOptions(int from) {
        OptionText rest = new OptionText(text.substring(from));
        while (!rest.isAtEnd()) {
            if (!Character.isWhitespace(rest.text.charAt(rest.at))) return false;
            rest.skipSpaces();
            if (rest.take(KEY) == null || !rest.skipValue()) return false;
        }
        return true;
    }

    private boolean skipValue() {
        if (!isAt('[')) return takeQuoted() != null || takeWord().matches("[^\\[\\]]*");
        int end = closingBracket();
        if (end > 0) takeEnclosed(end);
        return end > 0;
    }
}
