// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.util.Locale;

/**
 * What Gson lets pass and the reference implementation of safetensors does not: control characters
 * and lone surrogates in texts, escapes that JSON does not have, keywords in capitals, numbers that
 * no double can stand for, and nesting beyond {@value #MAX_DEPTH}. Whatever else JSON asks for is
 * left to Gson.
 */
final class StrictJson {

    /** As in the reference implementation. */
    static final int MAX_DEPTH = 127;

    private static final String ESCAPES = "\"\\/bfnrtu";
    private static final int HEX_DIGITS = 4;

    private final String json;
    private int at;
    private int depth;

    private StrictJson(String json) {
        this.json = json;
    }

    /**
     * Checks a text.
     *
     * @throws IllegalArgumentException with the reason and the place
     */
    static void check(String json) {
        StrictJson check = new StrictJson(json);
        while (check.at < json.length()) check.token();
    }

    private void token() {
        char c = json.charAt(at);
        if (c == '"') {
            text();
        } else if (c == '-' || isDigit(c)) {
            number();
        } else {
            if (c == '{' || c == '[') depth++;
            if (c == '}' || c == ']') depth--;
            if (depth > MAX_DEPTH) throw wrong("nested more than " + MAX_DEPTH + " deep");
            if (c >= 'A' && c <= 'Z') throw wrong("'" + c + "' outside of a text");
            at++;
        }
    }

    private void text() {
        for (at++; at < json.length() && json.charAt(at) != '"'; at++) {
            char c = json.charAt(at);
            if (c < ' ')
                throw wrong(String.format(Locale.ROOT, "control character %d in a text", (int) c));
            if (c == '\\') escape();
        }
        at++;
    }

    /** Stays at the last character of the escape. */
    private void escape() {
        at++;
        if (at >= json.length()) return;
        char c = json.charAt(at);
        if (ESCAPES.indexOf(c) < 0) throw wrong("unknown escape \\" + c);
        if (c != 'u') return;
        int unit = unit();
        if (Character.isHighSurrogate((char) unit) && json.startsWith("\\u", at + 1)) {
            at += 2;
            if (Character.isLowSurrogate((char) unit())) return;
            throw wrong("lone surrogate in a text");
        }
        if (Character.isSurrogate((char) unit)) throw wrong("lone surrogate in a text");
    }

    private int unit() {
        int end = at + 1 + HEX_DIGITS;
        String digits = json.substring(at + 1, Math.min(end, json.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) throw wrong("\\u without four digits");
        at = end - 1;
        return Integer.parseInt(digits, 16);
    }

    private void number() {
        int from = at;
        while (at < json.length() && "+-.eE".indexOf(json.charAt(at)) >= 0 || isDigitAt(at)) at++;
        String number = json.substring(from, at);
        try {
            if (Double.isInfinite(Double.parseDouble(number))) {
                throw wrong("the number " + Header.clip(number) + " is too large");
            }
        } catch (NumberFormatException e) {
            return; // for Gson to complain about
        }
    }

    private boolean isDigitAt(int index) {
        return index < json.length() && isDigit(json.charAt(index));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException(problem + " at character " + at);
    }
}
