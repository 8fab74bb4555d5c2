// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words that stand for ids of their own, found in a text before it is taken apart otherwise. */
final class ExtraWords {

    private final Map<String, int[]> ids = new TreeMap<>();
    private final Pattern pattern;

    /**
     * A piece of a text.
     *
     * @param ids those of an extra word; empty for ordinary text
     */
    record Piece(String text, int[] ids) {}

    /**
     * @param words with their ids; upper and lower case do not count
     */
    ExtraWords(Map<String, int[]> words) {
        words.forEach((word, numbers) -> ids.put(word.toLowerCase(Locale.ROOT), numbers));
        String any =
                ids.keySet().stream()
                        .sorted(Comparator.comparing(String::length).reversed())
                        .map(ExtraWords::whole)
                        .collect(Collectors.joining("|"));
        pattern = Pattern.compile(any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** A word does not begin or end inside another one. */
    private static String whole(String word) {
        String letter = "[\\p{L}\\p{N}_]";
        String before = word.substring(0, 1).matches(letter) ? "(?<!" + letter + ")" : "";
        String after =
                word.substring(word.length() - 1).matches(letter) ? "(?!" + letter + ")" : "";
        return before + Pattern.quote(word) + after;
    }

    List<Piece> split(String text) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        Matcher word = pattern.matcher(text);
        while (!ids.isEmpty() && word.find()) {
            if (word.start() > from) pieces.add(ordinary(text.substring(from, word.start())));
            int[] numbers = ids.get(word.group().toLowerCase(Locale.ROOT));
            pieces.add(new Piece(word.group(), numbers));
            from = word.end();
        }
        if (from < text.length()) pieces.add(ordinary(text.substring(from)));
        return pieces;
    }

    private static Piece ordinary(String text) {
        return new Piece(text, new int[0]);
    }
}
