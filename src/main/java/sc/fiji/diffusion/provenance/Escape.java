// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import java.util.Locale;

/**
 * Values on one line, in characters that every reader of a record keeps: line breaks are written
 * {@code \n} and {@code \r}, a backslash {@code \\}, and what XML cannot hold by its number, such
 * as {@code \}{@code uffff}.
 */
final class Escape {

    private static final int HEX_DIGITS = 4;

    private Escape() {}

    static String apply(String value) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (XmlText.isKept(value, i)) escaped.append(c);
                    else escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                }
            }
        }
        return escaped.toString();
    }

    static String undo(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\' || i + 1 == value.length()) {
                plain.append(c);
                continue;
            }
            char escaped = value.charAt(++i);
            if (escaped == 'u' && isNumber(value, i + 1)) {
                plain.append((char) Integer.parseInt(value, i + 1, i + 1 + HEX_DIGITS, 16));
                i += HEX_DIGITS;
            } else {
                plain.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            }
        }
        return plain.toString();
    }

    private static boolean isNumber(String value, int from) {
        if (from + HEX_DIGITS > value.length()) return false;
        return value.chars()
                .skip(from)
                .limit(HEX_DIGITS)
                .allMatch(c -> "0123456789abcdefABCDEF".indexOf(c) >= 0);
    }
}
