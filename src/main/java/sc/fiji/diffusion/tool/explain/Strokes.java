// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.awt.geom.Path2D;
import java.util.List;

/**
 * The digits as strokes in the unit square, each in one or two hands. A stroke is {@code M x y} and
 * then {@code L x y} (line) or {@code Q cx cy x y} (quadratic curve), in hundredths.
 */
final class Strokes {

    private static final List<List<String>> DIGITS =
            List.of(
                    List.of("M 50 8 Q 85 8 85 50 Q 85 92 50 92 Q 15 92 15 50 Q 15 8 50 8"),
                    List.of("M 30 26 L 54 8 L 54 92", "M 52 8 L 52 92"),
                    List.of("M 18 28 Q 22 8 50 8 Q 82 8 80 32 Q 78 52 18 92 L 84 92"),
                    List.of(
                            "M 20 16 Q 80 -4 78 30 Q 76 48 44 48 Q 84 48 82 72 Q 76 104 18 84",
                            "M 20 8 L 80 8 L 46 42 Q 86 46 82 72 Q 74 102 18 86"),
                    List.of(
                            "M 62 92 L 62 8 L 14 66 L 88 66",
                            "M 24 8 L 20 52 L 84 52 M 68 24 L 64 92"),
                    List.of("M 80 8 L 28 8 L 24 46 Q 84 32 82 66 Q 76 104 18 84"),
                    List.of(
                            "M 70 8 Q 20 30 18 66 Q 20 94 50 93 Q 84 90 82 66 Q 76 42 48 46 Q 24 48 19 68"),
                    List.of("M 16 8 L 84 8 L 42 92", "M 16 8 L 84 8 L 42 92 M 34 50 L 74 50"),
                    List.of(
                            "M 50 48 Q 18 42 22 26 Q 28 8 50 8 Q 76 8 78 26 Q 80 42 50 48 Q 14 56 16 72 Q 22 93 50 93 Q 82 92 84 72 Q 84 54 50 48"),
                    List.of(
                            "M 80 36 Q 74 56 46 54 Q 18 50 20 30 Q 26 8 52 8 Q 82 10 80 40 Q 78 74 46 92"));

    private Strokes() {}

    /** How many hands a digit is written in. */
    static int hands(int digit) {
        return DIGITS.get(digit).size();
    }

    /** The strokes of a digit, in [0, 1]. */
    static Path2D path(int digit, int hand) {
        Path2D path = new Path2D.Double();
        String[] words = DIGITS.get(digit).get(hand).split(" ");
        int i = 0;
        while (i < words.length) {
            String command = words[i];
            if (command.equals("M")) path.moveTo(at(words, i + 1), at(words, i + 2));
            else if (command.equals("L")) path.lineTo(at(words, i + 1), at(words, i + 2));
            else {
                path.quadTo(at(words, i + 1), at(words, i + 2), at(words, i + 3), at(words, i + 4));
            }
            i += command.equals("Q") ? 5 : 3;
        }
        return path;
    }

    private static double at(String[] words, int index) {
        return Integer.parseInt(words[index]) / 100.0;
    }
}
