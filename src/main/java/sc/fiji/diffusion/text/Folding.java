// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import java.text.Normalizer;

/**
 * Texts that differ only in upper and lower case, or in how accents are put together, as one text:
 * the composed form (NFC), and of each character the lower case of its upper case. So both signs of
 * the micrometre are one, the Greek letter and that of keyboards, and all sigmas.
 */
public final class Folding {

    private Folding() {}

    /** The folded text; as long as the composed text. */
    static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        compose(text).codePoints().map(Folding::fold).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    /** The composed form. */
    static String compose(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static int fold(int codePoint) {
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    /** Whether two texts differ in nothing else. */
    public static boolean same(String a, String b) {
        return fold(a).equals(fold(b));
    }
}
