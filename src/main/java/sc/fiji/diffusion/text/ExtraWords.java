// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words that stand for ids of their own, found in a text before it is taken apart otherwise. */
final class ExtraWords {

    private static final String SPACE = "[\\s\\p{Z}]+";

    private final Map<String, int[]> ids = new TreeMap<>();
    private final Pattern pattern;

    /**
     * A piece of a text.
     *
     * @param ids those of an extra word; empty for ordinary text
     */
    record Piece(String text, int[] ids) {}

    /**
     * @param words with their ids; what {@link Folding} takes for one is one
     */
    ExtraWords(Map<String, int[]> words) {
        words.forEach((word, numbers) -> ids.put(key(Folding.fold(word)), numbers));
        String any =
                ids.keySet().stream()
                        .sorted(Comparator.comparing(String::length).reversed())
                        .map(ExtraWords::whole)
                        .collect(Collectors.joining("|"));
        pattern = Pattern.compile(any);
    }

    /** A folded word with one space for any white space, as the tokenizer has it. */
    private static String key(String folded) {
        return folded.replaceAll(SPACE, " ").strip();
    }

    /** A word does not begin or end inside another one, whose last letter may be two chars. */
    private static String whole(String word) {
        String letter = "[\\p{L}\\p{M}\\p{N}_]";
        String first = Character.toString(word.codePointAt(0));
        String last = Character.toString(word.codePointBefore(word.length()));
        String before = first.matches(letter) ? "(?<!" + letter + "{1,2})" : "";
        String after = last.matches(letter) ? "(?!" + letter + ")" : "";
        String spaced =
                Stream.of(word.split(" ")).map(Pattern::quote).collect(Collectors.joining(SPACE));
        return before + spaced + after;
    }

    /** The pieces of the composed text. */
    List<Piece> split(String given) {
        if (ids.isEmpty()) return List.of(ordinary(given));
        String text = Folding.compose(given);
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        Matcher word = pattern.matcher(Folding.fold(text));
        while (word.find()) {
            if (word.start() > from) pieces.add(ordinary(text.substring(from, word.start())));
            String found = text.substring(word.start(), word.end());
            pieces.add(new Piece(found, ids.get(key(word.group()))));
            from = word.end();
        }
        if (from < text.length()) pieces.add(ordinary(text.substring(from)));
        return pieces;
    }

    /** All words, folded. */
    List<String> words() {
        return List.copyOf(ids.keySet());
    }

    /** The words that a text holds, folded. */
    List<String> wordsIn(String text) {
        return split(text).stream()
                .filter(piece -> piece.ids().length > 0)
                .map(piece -> key(Folding.fold(piece.text())))
                .toList();
    }

    private static Piece ordinary(String text) {
        return new Piece(text, new int[0]);
    }
}
