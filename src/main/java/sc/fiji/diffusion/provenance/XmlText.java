// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

/**
 * Which characters an XML document keeps (W3C, XML 1.0, fifth edition, section 2.2), of those that
 * XMP's reference library passes on: it takes the delete character, too, for one to leave out.
 */
final class XmlText {

    private static final char REPLACEMENT = '\ufffd';
    private static final char DELETE = 0x7f;

    private XmlText() {}

    /** Whether a document keeps the character at an index of a text. */
    static boolean isKept(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        boolean space = c == '\t' || c == '\n' || c == '\r';
        return space || c >= ' ' && c != DELETE && c < '\ufffe';
    }

    /** The text with the replacement character for each that a document cannot hold. */
    static String of(String text) {
        StringBuilder kept = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (!isKept(text, i)) kept.setCharAt(i, REPLACEMENT);
        }
        return kept.toString();
    }
}
